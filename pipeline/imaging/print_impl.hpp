#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <vector>

#include "pipeline/imaging/features.hpp"
#include "pipeline/imaging/print.hpp"

namespace carescan::imaging {

/// Resolution at which a print is kept: 203 dpi, a hair line is still a pixel wide.
inline constexpr double print_px_per_mm = 8;

/// What a PagePrint holds; OpenCV's frame (pixel centres) in pictures and features.
struct PagePrint::Impl {
  cv::Mat blank;  ///< print_px_per_mm
  double width_mm = 0, height_mm = 0;
  std::vector<BoxMm> writing;     ///< where people write, the frames left out
  std::optional<BoxMm> code_box;  ///< where the page's own code is printed
  cv::Mat sheet;                  ///< the blank as cut_sheet shows it, for it is the same for every page
  cv::Mat coarse;                 ///< the blank at feature_px_per_mm
  Features features;              ///< of `coarse` away from writing
  std::vector<PointMm> patches;   ///< centres, see choose_patches
};

}  // namespace carescan::imaging
