#pragma once

#include <vector>

#include "pipeline/imaging/print.hpp"

namespace carescan::imaging {

/// Resolution of learnt prints: that of PagePrint::blank().
inline constexpr double learned_px_per_mm = 8;

/// What is printed on a page as one's own copier prints it.
struct LearnedPage {
  Raster picture;  ///< grey, paper white, learned_px_per_mm
  /// Areas that hold ink on every page and printing on none: filled in by everybody. There the blank was kept.
  std::vector<BoxMm> kept;
};

/// Takes what is printed from filled pages, each laid onto `print` (registered_picture at learned_px_per_mm). Between
/// the writing areas a pixel is the median of all pages; inside them, where people's ink may lie at the same place on
/// most pages, it is the lightest of them (from 20 pages on the tenth percentile), and nothing is learnt that lies
/// apart from the blank's own printing: ink taken for printing would be lost without a word. `areas` are template mm; a
/// rim of 0.6 mm belongs to the frame. At least one page; all have the size of print.blank().
LearnedPage learn_print(const PagePrint& print, const std::vector<Raster>& pages, const std::vector<BoxMm>& areas);

}  // namespace carescan::imaging
