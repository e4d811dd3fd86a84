#pragma once

#include <opencv2/core.hpp>

#include "pipeline/reading/ink_map.hpp"

namespace carescan::reading {

/// Side of the marks net's pictures, px. The box takes the middle 18 px of 40 in each direction, however large it is on
/// paper.
inline constexpr int mark_picture_side = 40;

/// What the marks net sees of one box: three planes of 40 × 40, stacked downwards (120 rows), 8 bit: all ink, the box's
/// own ink, and what is printed there, each 0 none … 255 full. What lies beyond the map is empty.
cv::Mat mark_picture(const InkMap&, const OwnInk&, const BoxMm& box);

}  // namespace carescan::reading
