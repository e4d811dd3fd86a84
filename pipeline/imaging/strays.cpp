#include <algorithm>
#include <cmath>

#include "pipeline/imaging/local_grid.hpp"
#include "pipeline/imaging/mat.hpp"

namespace carescan::imaging {
namespace {

constexpr std::size_t neighbours = 7, least_company = 3;
/// Two patches move together when they differ by no more than this, and this much more per mm between them.
constexpr double together_mm = 0.25, strain = 0.04;

struct Moved {
  PointMm at, by;
};

double distance(PointMm a, PointMm b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

/// Indices of the nearest others, nearest first; equal distances in the order given.
std::vector<std::size_t> nearest(const std::vector<Moved>& all, std::size_t own) {
  std::vector<std::pair<double, std::size_t>> order;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (i != own) order.emplace_back(distance(all[i].at, all[own].at), i);
  const std::size_t most = std::min(neighbours, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<long>(most), order.end());
  std::vector<std::size_t> near;
  for (std::size_t i = 0; i < most; ++i) near.push_back(order[i].second);
  return near;
}

bool is_stray(const std::vector<Moved>& all, std::size_t own) {
  std::size_t company = 0;
  for (const std::size_t i : nearest(all, own))
    if (distance(all[i].by, all[own].by) < together_mm + strain * distance(all[i].at, all[own].at)) ++company;
  return company < least_company;
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
