#pragma once

#include <opencv2/core.hpp>

#include "pipeline/model/geometry.hpp"
#include "pipeline/model/raster.hpp"

namespace carescan::imaging {

/// The printing of an empty page as black and white.
struct PageInk {
  cv::Mat ink;   ///< 8-bit, 255 where there is ink
  cv::Mat pale;  ///< the same, with all that is a little darker than what is round it: circles in pale grey
  double px_per_mm_x = 1, px_per_mm_y = 1;

  BoxMm mm(const cv::Rect& px) const {
    return {px.x / px_per_mm_x, px.y / px_per_mm_y, px.width / px_per_mm_x, px.height / px_per_mm_y};
  }
  cv::Rect px(const BoxMm&) const;
  /// So many mm as whole pixels, at least one.
  int across(double mm) const { return std::max(1, static_cast<int>(std::lround(mm * px_per_mm_x))); }
  int down(double mm) const { return std::max(1, static_cast<int>(std::lround(mm * px_per_mm_y))); }
};

/// The paper is evened to white first, so that a scan's shadows do not count; coarse pictures are enlarged, so that
/// lines of one pixel keep their ends. Tints and half tones above 78 % of the paper's brightness are paper.
PageInk page_ink(const Raster& page, double width_mm, double height_mm);

}  // namespace carescan::imaging
