#pragma once

#include <string>
#include <vector>

namespace carescan::intake {

/// Joins one-page classic TIFF files of this machine's byte order into one file of many pages: image data is copied,
/// offsets are moved (TIFF 6.0, section 2). Only for files our own encoder wrote.
std::string join_tiffs(const std::vector<std::string>& pages);

/// The compressed bytes of a one-page, one-strip TIFF: what a PDF's CCITTFaxDecode stream holds.
std::string strip_of(const std::string& tiff);

}  // namespace carescan::intake
