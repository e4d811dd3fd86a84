#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "pipeline/imaging/crop.hpp"

namespace carescan::reading {

/// Ink of a page that belongs to no field: a ring round a label, a tick beside its box, a line across the page.
struct StrayInk {
  double px_per_mm = 0;
  cv::Mat mask;  ///< 8 bit a pixel of the whole page, 255 where such ink is
};

/// An area where people write, and how far its own ink may lie outside it.
struct Area {
  BoxMm box;
  bool mark = false;  ///< a box to tick: its mark may have a tail
};

/// `page` is the whole page as one crop from the origin (imaging::cut_sheet). A stroke belongs to an area when at least
/// half of its ink lies there, or within 1 mm, and the tail of a mark to its box, up to 1.4 boxes beyond it; dust, what
/// may be the edge of printing, filing holes and the rim of the sheet are left out.
StrayInk stray_ink(const imaging::FieldCrop& page, const std::vector<Area>& areas);

/// Whether such ink lies within 5 mm of an area, or on the label to the right of a box to tick.
bool near(const StrayInk&, const Area&);

}  // namespace carescan::reading
