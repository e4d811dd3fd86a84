#include "pipeline/imaging/local_grid.hpp"

#include <algorithm>

namespace carescan::imaging {
namespace {

/// The four nodes around a place and their shares.
struct Corners {
  int index[4];
  double share[4];
};

Corners corners(int rows, int columns, double width_mm, double height_mm, PointMm p) {
  const double x = std::clamp(p.x / width_mm * (columns - 1), 0.0, columns - 1.0);
  const double y = std::clamp(p.y / height_mm * (rows - 1), 0.0, rows - 1.0);
  const int left = std::min(static_cast<int>(x), columns - 2), top = std::min(static_cast<int>(y), rows - 2);
  const double fx = x - left, fy = y - top;
  const int first = top * columns + left;
  return {{first, first + 1, first + columns, first + columns + 1},
          {(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy}};
}

}  // namespace

PointMm LocalGrid::at(PointMm p) const {
  PointMm d;
  if (mm.empty()) return d;
  const Corners c = corners(rows, columns, width_mm, height_mm, p);
  for (int i = 0; i < 4; ++i) {
    d.x += c.share[i] * mm[static_cast<std::size_t>(c.index[i])].x;
    d.y += c.share[i] * mm[static_cast<std::size_t>(c.index[i])].y;
  }
  return d;
}

}  // namespace carescan::imaging
