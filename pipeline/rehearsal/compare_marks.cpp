#include "pipeline/rehearsal/compare_marks.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <vector>

#include "pipeline/model/geometry.hpp"

namespace carescan::rehearsal {
namespace {

std::vector<PointMm> middles(const nlohmann::json& marks) {
  std::vector<PointMm> out;
  for (const auto& m : marks)
    out.push_back(
        {m.at(0).get<double>() + m.at(2).get<double>() / 2, m.at(1).get<double>() + m.at(3).get<double>() / 2});
  return out;
}

}  // namespace

MarkCounts& MarkCounts::operator+=(const MarkCounts& more) {
  truth += more.truth, found += more.found, lost += more.lost, invented += more.invented;
  return *this;
}

MarkCounts compare_marks(const nlohmann::json& truth, const nlohmann::json& read) {
  const std::vector<PointMm> there = middles(truth), seen = middles(read);
  std::vector<std::tuple<double, std::size_t, std::size_t>> pairs;
  for (std::size_t i = 0; i < there.size(); ++i)
    for (std::size_t j = 0; j < seen.size(); ++j)
      if (const double away = std::hypot(there[i].x - seen[j].x, there[i].y - seen[j].y); away <= mark_tolerance_mm)
        pairs.emplace_back(away, i, j);
  std::ranges::sort(pairs);
  std::vector<bool> found(there.size(), false), used(seen.size(), false);
  MarkCounts counts{.truth = std::ssize(there)};
  for (const auto& [away, i, j] : pairs)
    if (!found[i] && !used[j]) found[i] = used[j] = true, ++counts.found;
  counts.lost = counts.truth - counts.found;
  counts.invented = std::ssize(seen) - counts.found;
  return counts;
}

}  // namespace carescan::rehearsal
