#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/imaging/crop.hpp"
#include "pipeline/model/form_template.hpp"
#include "pipeline/model/reading.hpp"
#include "pipeline/reading/cell_net.hpp"
#include "pipeline/reading/decode.hpp"
#include "pipeline/reading/line_net.hpp"
#include "pipeline/reading/mark_net.hpp"
#include "pipeline/reading/text_engine.hpp"

namespace carescan::reading {

/// The engines of one worker, loaded once.
struct Engines {
  std::unique_ptr<TextEngine> typed;             ///< Tesseract, single line
  CellNet cells{};                               ///< single characters
  LineNet lines{};                               ///< words and lines
  MarkNet marks{};                               ///< boxes to tick
  std::map<std::string, Knowledge> knowledge{};  ///< of the forms met so far, by sha256; of one without, the last
};

/// Tesseract with Debian's English data. Throws Failure "tessdata-missing" with the package to install.
Engines load_engines();

/// Names and versions of what reads, for run.json: "tesseract 5.3.0 eng <sha256>", "cells.onnx <sha256>".
std::vector<std::string> engine_versions();

/// Reads every field of `form` that lies on template page `page_number`, in the template's order, one Reading each.
/// `sheet` is the same page as a whole (imaging::cut_sheet).
std::vector<Reading> read_fields(const imaging::RegisteredPage&, const imaging::FieldCrop& sheet,
                                 const FormTemplate& form, int page_number, Engines&);

}  // namespace carescan::reading
