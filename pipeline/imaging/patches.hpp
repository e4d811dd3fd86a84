#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "pipeline/model/geometry.hpp"

namespace carescan::imaging {

/// Side of a patch of printing.
inline constexpr double patch_mm = 8;

/// Places of the print that can be found again to a fraction of a pixel: printing with edges in more than one
/// direction, not repeated nearby, spread over the page. `printing` is the blank with writing areas painted white, at
/// feature_px_per_mm (finer costs more and shows no other places).
std::vector<PointMm> choose_patches(const cv::Mat& printing, double px_per_mm);

}  // namespace carescan::imaging
