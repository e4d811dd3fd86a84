#include "pipeline/reading/hand.hpp"

#include <algorithm>
#include <cmath>

namespace carescan::reading {
namespace {

/// How often a hand with the habit still writes the digit as others do.
constexpr double exception = 0.05;
/// How often each digit stands on paper: years and test numbers are not even, so less than a tenth.
constexpr double frequency = 0.07;
/// A page that never shows a digit makes its habit this much likelier at most: it may just not hold it.
constexpr double most_support = 3;
/// Habits less likely than this are not thought of.
constexpr double worth_a_thought = 2e-4;

/// How surely a cell looks like one digit, among all.
double looks_like(const CellLikelihood& cell, char digit) {
  double all = 0;
  for (char c = '0'; c <= '9'; ++c) all += cell[c];
  return all > 0 ? cell[digit] / all : 0;
}

/// Bernoulli: such a cell looks like the digit with `frequency`, and with a habit only where it makes an exception.
double log_ratio(const CellLikelihood& cell, char digit) {
  const double p = looks_like(cell, digit), seldom = exception * frequency;
  const double with = p * seldom / frequency + (1 - p) * (1 - seldom) / (1 - frequency);
  return std::log(with);
}

}  // namespace

HandEvidence hand_evidence(const Likelihoods& cells, const std::string& choices) {
  HandEvidence out{};
  if (choices.find_first_not_of("0123456789") != std::string::npos) return out;
  for (const CellLikelihood& cell : cells) {
    if (cell[' '] > 0.5) continue;
    for (std::size_t i = 0; i < habits.size(); ++i) out[i] += log_ratio(cell, habits[i].digit);
  }
  return out;
}

std::vector<Suspicion> suspicions(const HandEvidence& page, const HandEvidence& own) {
  std::vector<Suspicion> out;
  double all = 1;
  for (const Habit& habit : habits) all -= habit.share;
  for (std::size_t i = 0; i < habits.size(); ++i) {
    const double support = std::min(page[i] - own[i], most_support);
    out.push_back({habits[i], habits[i].share * std::exp(support)});
    all += out.back().p;
  }
  for (Suspicion& suspicion : out) suspicion.p /= all;
  std::erase_if(out, [](const Suspicion& s) { return s.p < worth_a_thought; });
  std::ranges::stable_sort(out, std::ranges::greater{}, &Suspicion::p);
  return out;
}

Likelihoods under(const Habit& habit, Likelihoods cells) {
  for (CellLikelihood& cell : cells) {
    double& p = cell.of[static_cast<unsigned char>(habit.digit)];
    p = exception * p + (1 - exception) * cell[habit.like];
  }
  return cells;
}

}  // namespace carescan::reading
