#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "pipeline/batch/out_folder.hpp"
#include "pipeline/model/form_template.hpp"

namespace carescan::batch {

struct ResearchOptions {
  std::string key;                                   ///< the provider's secret (deidentify.hpp)
  std::optional<std::set<std::string>> opted_out{};  ///< NHS numbers; nothing: no list was given
};

/// What an extract holds, and what was left out of it, in documents.
struct ResearchCount {
  long documents = 0, people = 0, values = 0;
  long opted_out = 0;       ///< of people on the list
  long nobody_knows = 0;    ///< a list was given, and no NHS number that somebody stands behind is on them
  long held = 0;            ///< scans of one paper, or NHS numbers in doubt (people.hpp), until somebody decides
  long without_form = 0;    ///< the form they were read with is not at hand
  long alone = 0, few = 0;  ///< people whom nobody, or fewer than four others, share age, sex and area with

  bool needs_person() const { return nobody_knows + held + without_form > 0; }
};

/// A de-identified extract for planning and research, into a folder: documents.csv (a row a document), values.csv (a
/// row a value) and README.txt, which says what was done, what was left out and what risk remains. Only values that are
/// accepted or reviewed, and of those only what a form's own list of answers, a number, a date or a postcode's area can
/// say: nothing that somebody wrote in words, no picture, no NHS number, no date of birth. People are pseudonyms, their
/// dates moved by days of their own; rows stand in the order of the pseudonyms, so that their order tells nothing. The
/// forms say which fields are the person's. Throws as export_csv (export.hpp).
ResearchCount export_research(const OutFolder&, const std::vector<FormTemplate>& forms, const ResearchOptions&,
                              const std::filesystem::path& to);

}  // namespace carescan::batch
