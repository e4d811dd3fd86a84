#pragma once

#include <string>
#include <vector>

#include "pipeline/model/field.hpp"
#include "pipeline/model/record.hpp"

namespace carescan::review {

/// What a person is offered who finds that a reading is not what the paper says.
struct Suggestions {
  std::vector<Value> others;             ///< other values, the likeliest first; never the reading itself
  std::vector<std::string> completions;  ///< whole words near to the reading, to complete what is typed; nearest first
};

/// Offers, in this order: what the same person's other papers say, the reader's own alternatives, the reading with
/// capitals inside words made small, and the words nearest to it. `words` are those of the field (Vocabulary). Only for
/// fields that are shown with their reading: what is typed blind must not be steered.
Suggestions suggest(const Field&, const RecordField& read, const std::vector<Value>& of_same_person,
                    const std::vector<std::string>& words);

}  // namespace carescan::review
