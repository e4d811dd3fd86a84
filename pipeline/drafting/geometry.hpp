#pragma once

#include <algorithm>

#include "pipeline/model/geometry.hpp"

namespace carescan::drafting {

/// The smallest upright box round both.
inline BoxMm hull(const BoxMm& a, const BoxMm& b) {
  const double x = std::min(a.x, b.x), y = std::min(a.y, b.y);
  return {x, y, std::max(a.right(), b.right()) - x, std::max(a.bottom(), b.bottom()) - y};
}

inline PointMm middle(const BoxMm& box) {
  return {box.x + box.width / 2, box.y + box.height / 2};
}

inline bool holds(const BoxMm& box, PointMm p) {
  return p.x >= box.x && p.x <= box.right() && p.y >= box.y && p.y <= box.bottom();
}

/// `inner` lies in `outer` and is smaller than it.
inline bool is_inside(const BoxMm& inner, const BoxMm& outer) {
  constexpr double slack_mm = 0.4, smaller = 0.97;
  return outer.grown(slack_mm).contains(inner) && inner.width * inner.height < smaller * outer.width * outer.height;
}

/// How much of the lower of both heights they have in common; negative where one is above the other.
inline double beside(const BoxMm& a, const BoxMm& b) {
  return (std::min(a.bottom(), b.bottom()) - std::max(a.y, b.y)) / std::min(a.height, b.height);
}

inline bool near(double a, double b, double within_mm) {
  return a - b <= within_mm && b - a <= within_mm;
}

}  // namespace carescan::drafting
