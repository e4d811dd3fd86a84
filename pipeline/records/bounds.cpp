#include "pipeline/records/bounds.hpp"

#include <algorithm>
#include <cmath>

namespace carescan::records {
namespace {

/// log of n over k.
double log_choose(long n, long k) {
  return std::lgamma(static_cast<double>(n) + 1) - std::lgamma(static_cast<double>(k) + 1) -
         std::lgamma(static_cast<double>(n - k) + 1);
}

/// P(at most `errors` in a sample without replacement).
double hypergeometric_tail(long population, long wrong, long sample, long errors) {
  double sum = 0;
  const long least = std::max(0L, sample - (population - wrong));
  for (long k = least; k <= std::min({errors, wrong, sample}); ++k)
    sum += std::exp(log_choose(wrong, k) + log_choose(population - wrong, sample - k) - log_choose(population, sample));
  return std::min(sum, 1.0);
}

/// P(at most `errors` in `trials`) at a rate of errors.
double binomial_tail(long trials, long errors, double rate) {
  double sum = 0;
  for (long k = 0; k <= errors; ++k)
    sum += std::exp(log_choose(trials, k) + static_cast<double>(k) * std::log(rate) +
                    static_cast<double>(trials - k) * std::log1p(-rate));
  return sum;
}

}  // namespace

long most_errors(long population, long sample, long errors, double alpha) {
  // The tail falls as more are wrong: the last number for which it is above alpha.
  long possible = errors, impossible = population - (sample - errors) + 1;
  while (impossible - possible > 1) {
    const long middle = possible + (impossible - possible) / 2;
    (hypergeometric_tail(population, middle, sample, errors) > alpha * (1 + 1e-9) ? possible : impossible) = middle;
  }
  return possible;
}

long sample_needed(long population, double target, double alpha) {
  // What may be wrong of a whole number of fields.
  const long allowed = static_cast<long>(std::floor(target * static_cast<double>(population) + 1e-9));
  long few = -1, enough = population;
  while (enough - few > 1) {
    const long middle = few + (enough - few) / 2;
    (most_errors(population, middle, 0, alpha) <= allowed ? enough : few) = middle;
  }
  return enough;
}

double highest_rate(long trials, long errors, double alpha) {
  if (errors >= trials) return 1;
  double low = 0, high = 1;
  for (int i = 0; i < 100; ++i) {
    const double middle = (low + high) / 2;
    (binomial_tail(trials, errors, middle) > alpha ? low : high) = middle;
  }
  return high;
}

double alpha_of_look(double alpha, int look) {
  return alpha / (static_cast<double>(look) * (look + 1.0));
}

}  // namespace carescan::records
