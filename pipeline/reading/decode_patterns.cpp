#include <algorithm>

#include "pipeline/reading/decode_laws.hpp"

namespace carescan::reading {
namespace {

/// A pattern met with the ink: its share of the evidence, and the weight of its best content.
struct Met {
  const Pattern* pattern = nullptr;
  double total = 0, best = 0;
};

Met meet(const Likelihoods& cells, const Pattern& pattern) {
  Met met{&pattern, pattern.weight, pattern.weight};
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string& allowed = pattern.cells[i];
    double sum = 0, most = 0;
    for (const char c : allowed) sum += cells[i][c], most = std::max(most, cells[i][c]);
    met.total *= sum / static_cast<double>(allowed.size());
    met.best *= most / static_cast<double>(allowed.size());
  }
  return met;
}

/// The best contents of one pattern: cell by cell, as its cells do not depend on each other.
std::vector<Candidate> best_of(const Likelihoods& cells, const Pattern& pattern) {
  std::vector<Candidate> best{{"", pattern.weight}};
  for (std::size_t i = 0; i < cells.size(); ++i) {
    std::vector<Candidate> next;
    const double each = 1 / static_cast<double>(pattern.cells[i].size());
    for (const Candidate& so_far : best)
      for (const char c : pattern.cells[i]) next.push_back({so_far.cells + c, so_far.weight * each * cells[i][c]});
    keep_best(next);
    best = std::move(next);
  }
  return best;
}

}  // namespace

Evidence by_patterns(const Likelihoods& cells, const std::vector<Pattern>& patterns) {
  std::vector<Met> met;
  for (const Pattern& pattern : patterns)
    if (pattern.cells.size() == cells.size()) met.push_back(meet(cells, pattern));
  std::ranges::stable_sort(met, std::ranges::greater{}, &Met::best);
  Evidence out;
  for (std::size_t i = 0; i < met.size(); ++i) {
    out.total += met[i].total;
    // Patterns come best first: what follows the first few cannot hold one of the best contents.
    if (i >= 2 * kept) continue;
    for (const Candidate& candidate : best_of(cells, *met[i].pattern)) add_up(candidate, out.best);
  }
  double prior = 0;
  for (const Met& each : met) prior += each.pattern->weight;
  for (Candidate& candidate : out.best) candidate.weight /= prior;
  if (prior > 0) out.total /= prior;
  keep_best(out.best);
  return out;
}

}  // namespace carescan::reading
