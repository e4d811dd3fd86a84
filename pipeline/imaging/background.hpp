#pragma once

#include <opencv2/core.hpp>

namespace carescan::imaging {

/// Brightness of the paper alone, about a pixel a mm: a morphological closing over `paper_mm`, which printing up to
/// that size does not survive. `grey` is 8-bit, 1 channel; a reduced picture (4 px/mm) says as much as the whole one.
/// Method: Gonzalez & Woods, top-hat shading correction.
cv::Mat paper_brightness(const cv::Mat& grey, double px_per_mm, double paper_mm = 14);

/// Whether the paper is white already, so that there is nothing to even out.
bool is_white(const cv::Mat& paper);

/// Evens the paper to white: each pixel is divided by the brightness of the paper around it, so that a shadow over a
/// photograph goes and printing keeps its contrast. `paper` shows the same area as `grey`, however small. Surroundings
/// far darker than the paper (a desk, a lid) stay darker than it.
void divide_by_paper(const cv::Mat& grey, const cv::Mat& paper, cv::Mat& even);

/// Both in one: the picture with its paper evened to white.
cv::Mat even_background(const cv::Mat& grey, double px_per_mm);

}  // namespace carescan::imaging
