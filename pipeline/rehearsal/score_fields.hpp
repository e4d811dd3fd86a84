#pragma once

#include "pipeline/rehearsal/match.hpp"
#include "pipeline/rehearsal/tally.hpp"

namespace carescan::rehearsal {

/// One field of the truth beside what the run says of it.
struct ScoredField {
  const TrueField* truth = nullptr;
  std::string kind;                       ///< the truth's, or the record's where the truth does not say
  const nlohmann::json* found = nullptr;  ///< the record's field; null when its page was not read as itself
  Outcome outcome;                        ///< asked and wrong when nothing was found
};

/// Every field of a true document, in the truth's order. The entries point into the arguments.
std::vector<ScoredField> scored_fields(const TruthDocument&, const std::vector<PageMatch>&, const RunOutput&);

/// Counts every field of a true document against what the run read on its pages. A field of a page that was not read is
/// asked and wrong. What was accepted on a page taken for another is silently wrong, under the field's name as read.
void score_fields(const TruthDocument&, const std::vector<PageMatch>&, const RunOutput&, Tallies&);

}  // namespace carescan::rehearsal
