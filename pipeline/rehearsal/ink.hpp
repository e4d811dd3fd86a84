#pragma once

#include <vector>

#include "pipeline/model/geometry.hpp"

namespace carescan::rehearsal {

/// What a pen leaves: lines it follows, or (letters of a font) outlines that are filled even-odd.
struct Shape {
  std::vector<std::vector<PointMm>> parts;
  bool filled = false;
};
using Ink = std::vector<Shape>;

/// The ink with every point (x, y) taken to (sx·x + shear·y + dx, sy·y + dy).
struct Placement {
  double dx = 0, dy = 0, sx = 1, sy = 1, shear = 0;
};
Ink placed(Ink, const Placement&);

/// Turned by `deg` clockwise about the origin.
Ink turned(Ink, double deg);

void append(Ink& to, const Ink& more);

/// The upright box round all points; all zero when there are none.
BoxMm extent(const Ink&);

}  // namespace carescan::rehearsal
