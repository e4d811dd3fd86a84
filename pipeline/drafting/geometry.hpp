#pragma once

#include <algorithm>
#include <tuple>
#include <vector>

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

/// Boxes in rows: from the left, each goes behind the first row whose last box it follows (`follows(last, box)`), or
/// begins one. The rows from the top, those of one height from the left.
template <typename Follows>
std::vector<std::vector<BoxMm>> in_rows(std::vector<BoxMm> boxes, const Follows& follows) {
  std::sort(boxes.begin(), boxes.end(), [](const BoxMm& a, const BoxMm& b) { return a.x < b.x; });
  std::vector<std::vector<BoxMm>> rows;
  for (const BoxMm& box : boxes) {
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const auto& r) { return follows(r.back(), box); });
    if (row == rows.end())
      rows.push_back({box});
    else
      row->push_back(box);
  }
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return std::tie(a.front().y, a.front().x) < std::tie(b.front().y, b.front().x);
  });
  return rows;
}

}  // namespace carescan::drafting
