#pragma once

#include <map>
#include <string>
#include <vector>

#include "pipeline/rehearsal/compare_marks.hpp"

namespace carescan::rehearsal {

/// One field's fate.
struct Outcome {
  bool accepted = false, right = false;
  bool would_accept = false;  ///< policy alone held it back
};

/// Fields counted by what became of them; each field is in exactly one of the four middle counts.
struct Tally {
  long total = 0, right_accepted = 0, right_asked = 0, wrong_asked = 0, silently_wrong = 0;
  long would_accept = 0, would_be_wrong = 0;
  void add(const Outcome&);
};

/// All counts of a score, by the names of score --json.
struct Tallies {
  Tally fields, inked, blank;
  Tally to_ask;  ///< of the inked: where the paper itself leaves a doubt that a person should settle
  std::map<std::string, Tally> inked_by_kind, blank_by_kind, by_field;
  struct Characters {
    long total = 0, wrong = 0;
  };
  std::map<std::string, Characters> characters;
  MarkCounts drawn;  ///< marks on drawings
  void add(const std::string& field, const std::string& kind, bool was_inked, const Outcome&);
};

/// The p-quantile (nearest rank, p in 0..1) of the values; 0 of none.
double quantile(std::vector<double> values, double p);

}  // namespace carescan::rehearsal
