#include <algorithm>
#include <cmath>

#include "pipeline/imaging/local_grid.hpp"
#include "pipeline/imaging/mat.hpp"

namespace carescan::imaging {
namespace {

constexpr std::size_t neighbours = 8;
/// A patch may differ by this much from the median of its neighbours, more where they differ themselves.
constexpr double free_mm = 0.35;

struct Moved {
  PointMm at, by;
};

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<long>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// The nearest others, nearest first; equal distances in the order given.
std::vector<Moved> nearest(const std::vector<Moved>& all, std::size_t own) {
  std::vector<std::pair<double, std::size_t>> order;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (i != own) order.emplace_back(std::hypot(all[i].at.x - all[own].at.x, all[i].at.y - all[own].at.y), i);
  const std::size_t most = std::min(neighbours, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<long>(most), order.end());
  std::vector<Moved> near;
  for (std::size_t i = 0; i < most; ++i) near.push_back(all[order[i].second]);
  return near;
}

bool is_stray(const std::vector<Moved>& all, std::size_t own) {
  std::vector<double> x, y, apart;
  const std::vector<Moved> near = nearest(all, own);
  for (const Moved& m : near) x.push_back(m.by.x), y.push_back(m.by.y);
  const double mx = median(x), my = median(y);
  for (const Moved& m : near) apart.push_back(std::hypot(m.by.x - mx, m.by.y - my));
  return std::hypot(all[own].by.x - mx, all[own].by.y - my) > free_mm + 3 * median(apart);
}

}  // namespace

std::vector<Seen> without_strays(const std::vector<Seen>& places, const Homography& map) {
  if (places.size() < neighbours + 2) return places;
  std::vector<Moved> all;
  for (const Seen& s : places) {
    const PointMm p = to_mm(map, s.page);
    all.push_back({s.print, {p.x - s.print.x, p.y - s.print.y}});
  }
  std::vector<Seen> kept;
  for (std::size_t i = 0; i < places.size(); ++i)
    if (!is_stray(all, i)) kept.push_back(places[i]);
  return kept;
}

}  // namespace carescan::imaging
