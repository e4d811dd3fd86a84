#include "pipeline/rehearsal/tally.hpp"

#include <algorithm>
#include <cmath>

namespace carescan::rehearsal {

void Tally::add(const Outcome& outcome) {
  ++total;
  ++(outcome.accepted ? (outcome.right ? right_accepted : silently_wrong)
                      : (outcome.right ? right_asked : wrong_asked));
  if (outcome.would_accept) ++would_accept;
  if (outcome.would_accept && !outcome.right) ++would_be_wrong;
}

void Tallies::add(const std::string& field, const std::string& kind, bool was_inked, const Outcome& outcome) {
  fields.add(outcome);
  (was_inked ? inked : blank).add(outcome);
  (was_inked ? inked_by_kind : blank_by_kind)[kind].add(outcome);
  by_field[field].add(outcome);
}

double quantile(std::vector<double> values, double p) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const auto rank = static_cast<std::size_t>(std::ceil(p * static_cast<double>(values.size())));
  return values[std::min(values.size() - 1, rank == 0 ? 0 : rank - 1)];
}

}  // namespace carescan::rehearsal
