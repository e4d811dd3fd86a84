#pragma once

#include <opencv2/core.hpp>

namespace carescan::imaging {

/// Whether less than `least_share` of the page's area carries ink: dark pixels without specks of dust, punch
/// holes, a staple in a corner, folds and the scanner's lid at the picture's edge (a folded corner shows it). `grey` is a reduced picture with white paper;
/// show-through is not ink.
bool is_blank(const cv::Mat& grey, double px_per_mm, double least_share);

}  // namespace carescan::imaging
