#pragma once

#include <string>

#include "tests/accuracy/scored_run.hpp"

namespace carescan::test {

/// What a run must hold of one group of its fields. Figures are those measured when they were set, less a little; a
/// better reader raises them in the same commit.
struct Ratchet {
  const char* group;  ///< "fields", "inked", "blank" of score.json
  long total;         ///< exact: a field that nobody counts is nobody's mistake
  long right_accepted_at_least;
  long asked_at_most;
};

/// Fields that a reader got wrong, whether somebody was asked or not.
struct KindRatchet {
  const char* kind;
  long inked_wrong_at_most;
};

inline long count(const Json& counts, const char* name) {
  return counts.at(name).get<long>();
}

/// Holds one group: nothing accepted is wrong, enough is accepted, not too much is asked.
inline void hold(const Json& score, const Ratchet& ratchet) {
  const Json& counts = score.at(ratchet.group);
  tell(ratchet.group, counts);
  CHECK(count(counts, "total") == ratchet.total);
  CHECK(count(counts, "silently_wrong") == 0);
  CHECK(count(counts, "right_accepted") >= ratchet.right_accepted_at_least);
  CHECK(count(counts, "right_asked") + count(counts, "wrong_asked") <= ratchet.asked_at_most);
}

inline void hold(const Json& score, const KindRatchet& ratchet) {
  const Json& counts = score.at("by_kind").at(ratchet.kind).at("inked");
  tell(ratchet.kind, counts);
  CHECK(count(counts, "total") > 0);
  CHECK(count(counts, "wrong_asked") + count(counts, "silently_wrong") <= ratchet.inked_wrong_at_most);
}

}  // namespace carescan::test
