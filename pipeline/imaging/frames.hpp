#pragma once

#include <vector>

#include "pipeline/model/geometry.hpp"
#include "pipeline/model/raster.hpp"

namespace carescan::imaging {

/// What is printed on an empty page for people to write in or on; all mm of the page, from its top-left corner, sorted
/// from the top and then from the left.
struct Frames {
  std::vector<BoxMm>
      cells;  ///< areas with a line on all four sides, to the middle of the lines; those inside others too
  std::vector<BoxMm> rings;  ///< circles to mark, by the middle of their line
  std::vector<BoxMm> rules;  ///< ruled lines that are no side of a cell: where the line is, as thin as it is
};

/// Looks for them in a page that is upright to about half a degree: runs of ink (morphological openings along both
/// axes) are lines, white areas that lines enclose and that fill an upright rectangle are cells. `page` is the whole
/// page in any resolution; from about 100 dpi.
Frames find_frames(const Raster& page, double width_mm, double height_mm);

/// Where lines of type stand: the boxes of characters side by side, with what is a cell, a ring or a rule left out. For
/// pages whose words nobody tells (a scan of a blank).
std::vector<BoxMm> find_text(const Raster& page, double width_mm, double height_mm, const Frames&);

}  // namespace carescan::imaging
