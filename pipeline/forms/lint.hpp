#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/model/form_template.hpp"
#include "pipeline/model/raster.hpp"

namespace carescan::forms {

enum class Severity { error, warning };

/// One thing `template check` found.
struct Finding {
  std::string id;  ///< lint id, kebab-case, documented in docs/template-lints.md
  Severity severity = Severity::error;
  std::string file;     ///< form.json of the template
  std::string pointer;  ///< JSON pointer into it, e.g. "/fields/3/box"
  std::string message;  ///< what is wrong and what to do, one sentence
  int line = 0;         ///< of `file`, from 1, where what `pointer` names begins; 0 where nobody knows
};

/// Checks one folder: schema errors first (all of them, with pointers); if it loads, boxes outside the page or
/// overlapping, boxes not where the blank has its printing (no frame under a checkbox, printing under a text box: needs
/// `blanks`, one raster a page, may be empty), names twice, unknown rules, missing lexicons, options without code,
/// fields nobody maps to FHIR, mappings to fields that are not there.
std::vector<Finding> check_form(const std::filesystem::path& dir, const std::vector<Raster>& blanks);

/// The same for a text that is not in `dir` (yet).
std::vector<Finding> check_form_text(const std::string& text, const std::filesystem::path& dir,
                                     const std::vector<Raster>& blanks);

/// The finding for a blank that is there and cannot be decoded; `why` is the Failure's.
Finding unreadable_blank(const FormTemplate&, const std::string& why);

/// Findings as the formats of `template check --format`.
std::string as_text(const std::vector<Finding>&);
std::string as_json(const std::vector<Finding>&);
std::string as_junit(const std::vector<std::filesystem::path>& checked, const std::vector<Finding>&);
std::string as_sarif(const std::vector<Finding>&);

}  // namespace carescan::forms
