#pragma once

#include <cstdint>
#include <random>
#include <string_view>
#include <utility>
#include <vector>

namespace carescan::rehearsal {

/// A seeded source of chance. The distributions are our own because those of the standard library differ between
/// implementations: the same seed must give the same form everywhere.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : seed_(seed), engine_(seed) {}

  /// An independent source named by what it is for: drawing more in one place changes nothing in another.
  Chance fork(std::string_view purpose) const;

  double uniform(double low, double high);    ///< low ≤ x < high
  int integer(int low, int high);             ///< low ≤ n ≤ high
  double normal(double mean, double spread);  ///< bounded at ± 6 spreads
  bool happens(double probability);

  template <typename T>
  const T& pick(const std::vector<T>& among) {
    return among.at(static_cast<std::size_t>(integer(0, static_cast<int>(among.size()) - 1)));
  }

  /// Into an order of which each is as likely (Fisher and Yates; Knuth's Algorithm P).
  template <typename T>
  void shuffle(std::vector<T>& all) {
    for (std::size_t i = all.size(); i > 1; --i)
      std::swap(all[i - 1], all[static_cast<std::size_t>(integer(0, static_cast<int>(i) - 1))]);
  }

 private:
  std::uint64_t seed_;
  std::mt19937_64 engine_;  // its sequence is fixed by the standard
};

}  // namespace carescan::rehearsal
