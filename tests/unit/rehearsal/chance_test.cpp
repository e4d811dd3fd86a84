#include "pipeline/rehearsal/chance.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <vector>

using carescan::rehearsal::Chance;

TEST_CASE("the same seed gives the same numbers for ever") {
  // The first draw of std::mt19937_64 seeded with 1, fixed by the standard, over 2^53.
  Chance chance(1);
  CHECK(chance.uniform(0, 1) == doctest::Approx(0.13387664401253274).epsilon(1e-15));
  Chance again(1), other(2);
  CHECK(again.uniform(0, 1) != other.uniform(0, 1));
}

TEST_CASE("a fork hangs on its purpose and not on what was drawn before") {
  Chance chance(7);
  const double before = chance.fork("page 1").uniform(0, 1);
  chance.uniform(0, 1);
  CHECK(chance.fork("page 1").uniform(0, 1) == before);
  CHECK(chance.fork("page 2").uniform(0, 1) != before);
}

TEST_CASE("whole numbers keep within their bounds and reach both") {
  Chance chance(3);
  bool low = false, high = false;
  for (int i = 0; i < 1000; ++i) {
    const int n = chance.integer(-2, 3);
    REQUIRE((n >= -2 && n <= 3));
    low = low || n == -2;
    high = high || n == 3;
  }
  CHECK(low);
  CHECK(high);
}

TEST_CASE("normal draws have the mean and spread asked for") {
  Chance chance(11);
  double sum = 0, squares = 0;
  const int n = 20000;
  for (int i = 0; i < n; ++i) {
    const double x = chance.normal(5, 2);
    sum += x;
    squares += x * x;
  }
  const double mean = sum / n;
  CHECK(mean == doctest::Approx(5).epsilon(0.01));
  CHECK(std::sqrt(squares / n - mean * mean) == doctest::Approx(2).epsilon(0.02));
}

TEST_CASE("a shuffle loses nothing and gives every order about as often") {
  Chance chance(5);
  std::map<std::vector<int>, int> orders;
  for (int i = 0; i < 6000; ++i) {
    std::vector<int> all{1, 2, 3};
    chance.shuffle(all);
    ++orders[all];
  }
  REQUIRE(orders.size() == 6);
  for (const auto& [order, count] : orders) {
    CHECK(std::map<int, int>{{order[0], 1}, {order[1], 1}, {order[2], 1}}.size() == 3);
    CHECK((count > 880 && count < 1120));  // 4 standard deviations
  }
  std::vector<int> none;
  chance.shuffle(none);
  CHECK(none.empty());
}
