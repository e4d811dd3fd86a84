#pragma once

#include "pipeline/rehearsal/match.hpp"
#include "pipeline/rehearsal/tally.hpp"

namespace carescan::rehearsal {

/// Counts every field of a true document against what the run read on its pages. A field of a page that was not read is
/// asked and wrong. What was accepted on a page taken for another is silently wrong, under the field's name as read.
void score_fields(const TruthDocument&, const std::vector<PageMatch>&, const RunOutput&, Tallies&);

}  // namespace carescan::rehearsal
