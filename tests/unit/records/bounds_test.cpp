#include "pipeline/records/bounds.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <vector>

using namespace carescan::records;

namespace {

/// P(at most `errors` wrong in a sample), by drawing every sample there is.
double tail_by_counting(int population, int wrong, int sample, int errors) {
  std::vector<int> drawn(static_cast<std::size_t>(population));
  std::fill(drawn.begin(), drawn.begin() + sample, 1);
  long all = 0, few = 0;
  do {
    ++all;
    few += std::accumulate(drawn.begin(), drawn.begin() + wrong, 0) <= errors ? 1 : 0;
  } while (std::prev_permutation(drawn.begin(), drawn.end()));
  return static_cast<double>(few) / static_cast<double>(all);
}

/// Errors in a simple random sample of a batch of which the first `wrong` fields are wrong.
long errors_in_sample(long population, long wrong, long sample, std::mt19937_64& random) {
  long errors = 0;
  for (long i = 0; i < sample; ++i)
    if (std::uniform_int_distribution<long>(0, population - i - 1)(random) < wrong - errors) ++errors;
  return errors;
}

}  // namespace

TEST_CASE("the bound is the one that counting all samples gives") {
  const double alpha = 0.05;
  for (const int sample : {0, 3, 6, 9, 12})
    for (int errors = 0; errors <= std::min(sample, 3); ++errors) {
      int most = errors;
      for (int wrong = errors; wrong <= 12 - (sample - errors); ++wrong)
        if (tail_by_counting(12, wrong, sample, errors) > alpha) most = wrong;
      CHECK(most_errors(12, sample, errors, alpha) == most);
    }
}

TEST_CASE("nothing looked at proves nothing and everything looked at leaves nothing open") {
  CHECK(most_errors(5000, 0, 0, 0.05) == 5000);
  CHECK(most_errors(5000, 5000, 0, 0.05) == 0);
  CHECK(most_errors(5000, 5000, 7, 0.05) == 7);
}

TEST_CASE("what a sample must hold to show one in a thousand") {
  // The figures of the literature: 2,995 of a population without end (0.999^2995 = 0.05).
  CHECK(highest_rate(2995, 0, 0.05) <= 0.001);
  CHECK(highest_rate(2994, 0, 0.05) > 0.001);
  CHECK(highest_rate(10, 10, 0.05) == 1);
  CHECK(highest_rate(0, 0, 0.05) == 1);
  // Rule of three, and Clopper and Pearson's table: 1 of 100 leaves up to 4.66 %.
  CHECK(highest_rate(100, 1, 0.05) == doctest::Approx(0.0466).epsilon(0.001));
  for (const long population : {1L, 500L, 1000L, 20000L, 1000000L}) {
    const long needed = sample_needed(population, 0.001, 0.05);
    const long allowed = population / 1000;
    CHECK(most_errors(population, needed, 0, 0.05) <= allowed);
    if (needed > 0) CHECK(most_errors(population, needed - 1, 0, 0.05) > allowed);
  }
  CHECK(sample_needed(500, 0.001, 0.05) == 475);  // 0 of 500 may be wrong: 95 % of the fields, whatever the sample
  CHECK(sample_needed(1000000, 0.001, 0.05) == doctest::Approx(2991).epsilon(0.002));
}

TEST_CASE("looks together spend no more than alpha") {
  double spent = 0;
  for (int look = 1; look <= 10000; ++look) spent += alpha_of_look(0.05, look);
  CHECK(spent < 0.05);
  CHECK(spent > 0.0499);
}

TEST_CASE("the promise is broken in at most one batch in twenty and is not needlessly loose") {
  // 2,000 batches each, with error rates below, at and above the target: the bound must lie below the truth in at most
  // 5 % of them. At the rate where it is hardest, close to 5 % are: a bound with fewer would ask for more than it must.
  const double alpha = 0.05;
  double worst = 0;
  std::mt19937_64 random(11);
  for (const long population : {800L, 6000L})
    for (const double rate : {0.0005, 0.001, 0.002, 0.01}) {
      const long wrong = static_cast<long>(rate * static_cast<double>(population)), sample = population / 4;
      int broken = 0;
      for (int i = 0; i < 2000; ++i)
        broken += most_errors(population, sample, errors_in_sample(population, wrong, sample, random), alpha) < wrong;
      worst = std::max(worst, broken / 2000.0);
    }
  CHECK(worst <= 0.05 + 3 * std::sqrt(0.05 * 0.95 / 2000));
  CHECK(worst >= 0.02);
}

namespace {

double log_factorial(long n) {
  return std::lgamma(static_cast<double>(n) + 1);
}

/// P(just so many errors in a sample).
double probability(long population, long wrong, long sample, long errors) {
  return std::exp(log_factorial(wrong) - log_factorial(errors) - log_factorial(wrong - errors) +
                  log_factorial(population - wrong) - log_factorial(sample - errors) -
                  log_factorial(population - wrong - sample + errors) - log_factorial(population) +
                  log_factorial(sample) + log_factorial(population - sample));
}

/// P(no error in a sample), factor by factor.
double none_seen(long population, long wrong, long sample) {
  double p = 1;
  for (long i = 0; i < sample; ++i)
    p *= static_cast<double>(population - wrong - i) / static_cast<double>(population - i);
  return std::max(p, 0.0);
}

}  // namespace

TEST_CASE("whatever number of fields is wrong the bound lies below it in at most one batch in twenty") {
  // No simulation: the probability itself, for every number of wrong fields that a small batch can have.
  const double alpha = 0.05;
  const long population = 120;
  double worst = 0;
  for (const long sample : {20L, 60L, 100L}) {
    std::vector<long> bounds;
    for (long errors = 0; errors <= sample; ++errors) bounds.push_back(most_errors(population, sample, errors, alpha));
    for (long wrong = 0; wrong <= population; ++wrong) {
      double broken = 0;
      for (long errors = std::max(0L, sample - (population - wrong)); errors <= std::min(sample, wrong); ++errors)
        if (bounds[static_cast<std::size_t>(errors)] < wrong) broken += probability(population, wrong, sample, errors);
      CHECK(broken <= alpha * (1 + 1e-6));
      worst = std::max(worst, broken);
    }
  }
  MESSAGE("broken at worst: " << 100 * worst << " % of batches");
  CHECK(worst > 0.045);  // nor is it looser than whole numbers of fields make it
}

TEST_CASE("no smaller sample could show what is asked") {
  // With one error more than is allowed in the batch, a smaller sample shows none with more than 5 %: no method that
  // keeps its promise could accept the batch then. So the sample drawn is the optimum, not only enough.
  for (const double target : {0.001, 0.002, 0.01})
    for (const long population : {500L, 2000L, 5000L, 20000L, 100000L}) {
      const long allowed = static_cast<long>(target * static_cast<double>(population) + 1e-9);
      long optimum = 0;
      while (none_seen(population, allowed + 1, optimum) > 0.05) ++optimum;
      const long drawn = sample_needed(population, target, 0.05);
      MESSAGE("target " << 100 * target << " %, " << population << " fields: " << drawn << " drawn, optimum "
                        << optimum);
      CHECK(drawn == optimum);
    }
}

TEST_CASE("looking again and again at a growing sample breaks the promise no more often") {
  std::mt19937_64 random(12);
  const long population = 4000, wrong = 12;
  int broken = 0;
  for (int i = 0; i < 2000; ++i) {
    // One order of all fields; the looks are at its first 200, 400 … 2,000.
    long errors = 0, at = 0;
    bool ever = false;
    for (int look = 1; look <= 10; ++look) {
      for (; at < 200L * look; ++at)
        if (std::uniform_int_distribution<long>(0, population - at - 1)(random) < wrong - errors) ++errors;
      ever = ever || most_errors(population, at, errors, alpha_of_look(0.05, look)) < wrong;
    }
    broken += ever ? 1 : 0;
  }
  CHECK(broken <= 100 + 30);
}
