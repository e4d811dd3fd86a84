#include "pipeline/records/rank_sum.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

using namespace carescan::records;

namespace {

/// The exact probability, by going through all ways to deal the values out.
double by_counting(const std::vector<double>& these, const std::vector<double>& those) {
  const auto wins = [](const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0;
    for (const double x : a)
      for (const double y : b) sum += x > y ? 1 : x == y ? 0.5 : 0;
    return sum;
  };
  std::vector<double> all = these;
  all.insert(all.end(), those.begin(), those.end());
  std::vector<int> dealt(all.size());
  std::fill(dealt.begin(), dealt.begin() + static_cast<long>(these.size()), 1);
  const double seen = wins(these, those);
  long ways = 0, as_high = 0;
  do {
    std::vector<double> a, b;
    for (std::size_t i = 0; i < all.size(); ++i) (dealt[i] == 1 ? a : b).push_back(all[i]);
    ++ways;
    as_high += wins(a, b) >= seen ? 1 : 0;
  } while (std::prev_permutation(dealt.begin(), dealt.end()));
  return static_cast<double>(as_high) / static_cast<double>(ways);
}

}  // namespace

TEST_CASE("higher values are told from chance as by going through all ways to deal them out") {
  std::mt19937_64 random(5);
  for (const double shift : {0.0, 0.5, 1.5})
    for (int i = 0; i < 6; ++i) {
      std::vector<double> these, those;
      // Whole numbers: many are equal, as shares of few fields are.
      for (int k = 0; k < 8; ++k) {
        these.push_back(std::floor(std::normal_distribution<>(5 + 2 * shift, 2)(random)));
        those.push_back(std::floor(std::normal_distribution<>(5, 2)(random)));
      }
      const double exact = by_counting(these, those), p = higher_by_chance(these, those);
      CAPTURE(exact);
      CHECK(p == doctest::Approx(exact).epsilon(0.05).scale(0.3));
      if (exact < 0.01) CHECK(p > 0.8 * exact);  // in the tail it errs on the careful side
    }
}

TEST_CASE("equal values and empty sides speak of nothing") {
  CHECK(higher_by_chance({}, {1, 2, 3}) == 1);
  CHECK(higher_by_chance({1, 2, 3}, {}) == 1);
  CHECK(higher_by_chance({2, 2, 2}, {2, 2}) == 1);
  CHECK(higher_by_chance({1}, {1}) == 1);
}

TEST_CASE("the further apart the less it is chance and lower values are none at all") {
  const std::vector<double> low{1, 2, 3, 4, 5, 6, 7, 8}, high{11, 12, 13, 14, 15, 16, 17, 18};
  CHECK(higher_by_chance(high, low) < 0.001);
  CHECK(higher_by_chance(low, high) > 0.999);
  CHECK(higher_by_chance({1, 3, 5, 7, 9, 11, 13, 15}, {2, 4, 6, 8, 10, 12, 14, 16}) > 0.5);
}
