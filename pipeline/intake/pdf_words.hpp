#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/intake/page_stream.hpp"
#include "pipeline/model/geometry.hpp"

namespace carescan::intake {

/// A word as it is printed on a page of a PDF.
struct PrintedWord {
  std::string text;    ///< UTF-8
  BoxMm box;           ///< from the top-left corner of the page as a viewer shows it
  double size_mm = 0;  ///< of its type
};

/// The upright words of page `number` (from 1) in the order of the file, as `carescan-pdf words` tells them; empty
/// where the page has none (a scan) or Poppler cannot tell. Words help to name things: a page without them is no error.
std::vector<PrintedWord> words_of_pdf_page(const std::filesystem::path& file, int number, const IntakeOptions&);

}  // namespace carescan::intake
