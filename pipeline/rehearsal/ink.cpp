#include "pipeline/rehearsal/ink.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace carescan::rehearsal {
namespace {

template <typename Map>
Ink mapped(Ink ink, const Map& map) {
  for (Shape& shape : ink)
    for (auto& part : shape.parts)
      for (PointMm& point : part) point = map(point);
  return ink;
}

}  // namespace

Ink placed(Ink ink, const Placement& to) {
  return mapped(std::move(ink), [&](PointMm p) {
    return PointMm{to.sx * p.x + to.shear * p.y + to.dx, to.sy * p.y + to.dy};
  });
}

Ink turned(Ink ink, double deg) {
  const double angle = deg * std::numbers::pi / 180, c = std::cos(angle), s = std::sin(angle);
  return mapped(std::move(ink), [&](PointMm p) { return PointMm{c * p.x - s * p.y, s * p.x + c * p.y}; });
}

void append(Ink& to, const Ink& more) {
  to.insert(to.end(), more.begin(), more.end());
}

BoxMm extent(const Ink& ink) {
  double left = 1e9, top = 1e9, right = -1e9, bottom = -1e9;
  for (const Shape& shape : ink)
    for (const auto& part : shape.parts)
      for (const PointMm& p : part) {
        left = std::min(left, p.x), right = std::max(right, p.x);
        top = std::min(top, p.y), bottom = std::max(bottom, p.y);
      }
  return right < left ? BoxMm{} : BoxMm{left, top, right - left, bottom - top};
}

}  // namespace carescan::rehearsal
