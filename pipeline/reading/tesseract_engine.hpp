#pragma once

#include <memory>
#include <string>

#include "pipeline/reading/text_engine.hpp"

namespace carescan::reading {

/// Where Debian's tesseract-ocr-eng puts its data.
inline constexpr const char* tessdata_folder = "/usr/share/tesseract-ocr/5/tessdata";

/// Tesseract's LSTM on one line (page segmentation mode 7; 10 where the picture is about as wide as high). Writes no
/// files and says nothing. Throws Failure "tessdata-missing" when `folder` holds no English data.
std::unique_ptr<TextEngine> make_tesseract(const std::string& folder = tessdata_folder);

/// The name() of that engine, without loading it. Throws Failure "tessdata-missing" likewise.
std::string tesseract_name(const std::string& folder = tessdata_folder);

}  // namespace carescan::reading
