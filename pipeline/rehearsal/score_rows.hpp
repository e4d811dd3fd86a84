#pragma once

#include <map>

#include "pipeline/rehearsal/score_fields.hpp"

namespace carescan::rehearsal {

/// Rows of tables, counted by what became of them.
struct RowTally {
  long truth = 0;     ///< rows that somebody wrote or marked in
  long found = 0;     ///< of these: the record has something in them
  long lost = 0;      ///< of these: the record says, accepted in every field, that they are empty
  long invented = 0;  ///< rows that nobody wrote in, where the record accepts something
};

/// Adds the rows of one document to the tallies of their tables. Rows of pages that were not read are only in `truth`.
void score_rows(const std::vector<ScoredField>&, std::map<std::string, RowTally>& by_table);

}  // namespace carescan::rehearsal
