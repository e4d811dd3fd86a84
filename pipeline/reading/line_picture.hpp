#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "pipeline/reading/ink_map.hpp"

namespace carescan::reading {

/// Height of the pictures that the lines net sees, px.
inline constexpr int line_height_px = 40;

/// The writing on one line (template mm) of a crop: float 0 paper … 1 ink, `line_height_px` high and as wide as it
/// takes, upright and in one size, so that neither slant nor size tells hands apart. Empty where there is no ink. Size
/// and height are taken from the ink's own spread round its middle, not from its bounds, which one long descender
/// moves; the slant is the one that stands the ink up in the narrowest columns (Vinciarelli and Luettin, A new
/// normalization technique for cursive handwritten words, 2001). `strokes` are the labels of the line's own
/// (OwnInk); one that joins the words of two lines is parted between them.
cv::Mat line_picture(const imaging::FieldCrop&, const InkMap&, const BoxMm& line, const std::vector<int>& strokes);

}  // namespace carescan::reading
