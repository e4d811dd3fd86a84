#pragma once

#include <opencv2/core.hpp>

#include "pipeline/rehearsal/chance.hpp"

namespace carescan::rehearsal {

/// Smooth random values 0..1 (CV_32F), with detail from `cell` pixels down over `octaves` halvings of it: how stains,
/// wood and light vary over a surface.
cv::Mat clouds(cv::Size, cv::Size2d cell, int octaves, Chance&);

/// 0 below `low`, 1 above `high`, smooth between.
inline float smooth_step(float low, float high, float value) {
  const float t = std::min(1.0F, std::max(0.0F, (value - low) / (high - low)));
  return t * t * (3 - 2 * t);
}

/// Multiplies an 8-bit RGB picture by a smaller one of the same kind, 255 leaving it as it is.
void shade(cv::Mat& picture, const cv::Mat& small);

}  // namespace carescan::rehearsal
