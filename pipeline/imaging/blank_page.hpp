#pragma once

#include <opencv2/core.hpp>

namespace carescan::imaging {

/// Whether less than `least_share` of the page's area carries ink: dark pixels without specks of dust, what touches the
/// picture's edge (the scanner's lid, a fold) and punch holes. `grey` is a reduced picture with white paper;
/// show-through is not ink.
bool is_blank(const cv::Mat& grey, double px_per_mm, double least_share);

}  // namespace carescan::imaging
