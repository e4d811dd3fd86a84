#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/intake/page_stream.hpp"
#include "pipeline/model/form_template.hpp"
#include "pipeline/reading/text_engine.hpp"

namespace carescan::drafting {

/// A first form.json for a blank, and what only a person can say of it.
struct Draft {
  FormTemplate form;               ///< `blank` is the file that was looked at; id and title come from its name
  bool fillable = false;           ///< its fields are those of a fillable PDF; else they were found in the printing
  std::vector<std::string> to_do;  ///< sentences: what was guessed, and what no program can know
};

/// Proposes a template from an empty form: of a PDF with form fields (AcroForm) their boxes and names; of any other
/// PDF, PNG, TIFF or JPEG what is printed. Words come from the PDF; where it has none (a scan) `engine` reads them;
/// null: fields of a scan stay without words. Throws Failure as intake does, and "draft-nothing-found" where no page
/// has a place to write.
Draft draft(const std::filesystem::path& blank, const intake::IntakeOptions&, reading::TextEngine* engine);

}  // namespace carescan::drafting
