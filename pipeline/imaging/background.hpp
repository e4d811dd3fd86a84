#pragma once

#include <opencv2/core.hpp>

namespace carescan::imaging {

/// Evens the paper to white: each pixel is divided by the brightness of the paper around it, so that a shadow over a
/// photograph goes and printing keeps its contrast. The paper's brightness is a morphological closing of a reduced
/// picture over `paper_mm`, which printing up to that size does not survive; a picture whose paper is white already
/// comes back as it is. `grey` is 8-bit, 1 channel. Method: Gonzalez & Woods, top-hat shading correction.
cv::Mat even_background(const cv::Mat& grey, double px_per_mm, double paper_mm = 14);

}  // namespace carescan::imaging
