#pragma once

#include <opencv2/core.hpp>

namespace carescan::imaging {

/// Share of the page that carries ink: dark pixels without specks of dust, what touches the picture's edge (the
/// scanner's lid, a fold) and punch holes. `grey` is a reduced picture with white paper; show-through is not ink.
double ink_share(const cv::Mat& grey, double px_per_mm);

}  // namespace carescan::imaging
