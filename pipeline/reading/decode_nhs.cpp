#include <array>

#include "pipeline/reading/decode_laws.hpp"

namespace carescan::reading {
namespace {

constexpr std::size_t modulus = 11;

/// For each remainder of the weighted sum so far: all contents with it together, and the best of them.
using Remainders = std::array<Evidence, modulus>;

Remainders one_cell_more(const Remainders& before, const CellLikelihood& cell, std::size_t weight) {
  Remainders after;
  for (std::size_t rest = 0; rest < modulus; ++rest)
    for (std::size_t digit = 0; digit < 10; ++digit) {
      const char c = static_cast<char>('0' + digit);
      Evidence& to = after[(rest + weight * digit) % modulus];
      to.total += before[rest].total * cell[c] / 10;
      for (const Candidate& so_far : before[rest].best)
        to.best.push_back({so_far.cells + c, so_far.weight * cell[c] / 10});
    }
  for (Evidence& evidence : after) keep_best(evidence.best);
  return after;
}

/// How many of the strings of n digits pass, as a share.
double share_passing(std::size_t cells) {
  std::array<double, modulus> share{1};
  for (std::size_t i = 0; i < cells; ++i) {
    std::array<double, modulus> next{};
    for (std::size_t rest = 0; rest < modulus; ++rest)
      for (std::size_t digit = 0; digit < 10; ++digit) next[(rest + (cells - i) * digit) % modulus] += share[rest] / 10;
    share = next;
  }
  return share[0];
}

bool passes(std::size_t digit, std::size_t cells) {
  return digit * (cells * (cells + 1) / 2) % modulus == 0;
}

bool one_digit_only(const std::string& cells) {
  return cells.find_first_not_of(cells[0]) == std::string::npos;
}

/// The ten numbers of one digit pass the sum and are no NHS numbers.
void leave_out_repeated(const Likelihoods& cells, Evidence& passing, double& share) {
  for (std::size_t digit = 0; digit < 10; ++digit) {
    if (!passes(digit, cells.size())) continue;
    double weight = 1, one = 1;
    for (const CellLikelihood& cell : cells) weight *= cell[static_cast<char>('0' + digit)] / 10, one /= 10;
    passing.total -= weight;
    share -= one;
  }
  std::erase_if(passing.best, [](const Candidate& c) { return one_digit_only(c.cells); });
}

}  // namespace

Evidence by_modulus_11(const Likelihoods& cells) {
  if (cells.empty()) return {};
  Remainders remainders;
  remainders[0] = {.total = 1, .best = {{"", 1}}};
  for (std::size_t i = 0; i < cells.size(); ++i) remainders = one_cell_more(remainders, cells[i], cells.size() - i);
  Evidence passing = std::move(remainders[0]);
  double share = share_passing(cells.size());
  leave_out_repeated(cells, passing, share);
  if (share <= 0) return {};
  passing.total /= share;
  for (Candidate& candidate : passing.best) candidate.weight /= share;
  return passing;
}

}  // namespace carescan::reading
