#include "pipeline/records/rank_sum.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace carescan::records {

double higher_by_chance(const std::vector<double>& these, const std::vector<double>& those) {
  std::vector<std::pair<double, bool>> all;
  for (const double value : these) all.emplace_back(value, true);
  for (const double value : those) all.emplace_back(value, false);
  std::ranges::sort(all);
  double ranks = 0, ties = 0;
  for (std::size_t from = 0, to = 0; from < all.size(); from = to) {
    double own = 0;
    for (; to < all.size() && all[to].first == all[from].first; ++to) own += all[to].second ? 1 : 0;
    const double equal = static_cast<double>(to - from);
    ranks += own * (static_cast<double>(from + to) + 1) / 2;  // equal values share the middle one of their ranks
    ties += equal * equal * equal - equal;
  }
  const double a = static_cast<double>(these.size()), b = static_cast<double>(those.size()), n = a + b;
  if (a == 0 || b == 0) return 1;
  const double variance = a * b / 12 * (n + 1 - ties / (n * (n - 1)));
  if (variance <= 0) return 1;
  const double deviations = (ranks - a * (n + 1) / 2 - 0.5) / std::sqrt(variance);
  return std::erfc(deviations / std::numbers::sqrt2) / 2;
}

}  // namespace carescan::records
