#pragma once

#include <cstdint>
#include <vector>

#include "pipeline/model/geometry.hpp"
#include "pipeline/model/raster.hpp"

namespace carescan::forms {

/// What is printed on one blank page, as black and white over template mm. Only for lints: reading has its own.
class Printing {
 public:
  /// `blank` is the whole page, grey or colour, in any resolution. What is clearly darker than the paper is ink; the
  /// paper's white is the 90th percentile, so that scanned blanks and pale tints count as paper.
  Printing(const Raster& blank, double width_mm, double height_mm);

  /// Area of ink in a box.
  double ink_mm2(const BoxMm&) const;
  /// The same without ruled lines: rows that are ink over most of the box's width.
  double ink_beside_rules_mm2(const BoxMm&) const;
  /// In how many of the directions from the middle of a box (share 0..1) ink is met between 0.6 of the way to its edge
  /// (where a circle passes its square's corners) and `slack_mm` beyond the edge.
  double framed_share(const BoxMm&, double slack_mm) const;

 private:
  struct Rows {
    int left, top, right, bottom;
  };
  Rows pixels(const BoxMm&) const;
  bool is_ink(int x, int y) const;
  bool meets_ink(PointMm from, PointMm to) const;

  int width_, height_;
  double px_per_mm_x_, px_per_mm_y_;
  std::vector<std::uint8_t> ink_;
};

}  // namespace carescan::forms
