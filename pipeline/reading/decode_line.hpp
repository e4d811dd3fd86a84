#pragma once

#include <string>
#include <vector>

#include "pipeline/reading/ctc.hpp"

namespace carescan::reading {

struct DecodedLine {
  std::vector<LikelyText> texts;  ///< likeliest first, each with its posterior probability
  std::string by_ink;             ///< what the net finds likeliest without the list
};

/// What one line of handwriting says; no text where the net sees no character. A text holds struck_word for each word
/// that was struck out.
///
/// A line is an entry of the field's list (or a few) with a certain probability, and anything else otherwise. The net's
/// own probability of a text already knows what letters usually stand together, as if every letter was one of about
/// twenty: that is taken out before the list's share is put in its place. `phrases` may be null: then the net's own
/// probability stands. docs/decisions/lines.md has the numbers and where they come from.
DecodedLine decode_line(const LineScores&, const std::string& alphabet, const Phrases* phrases);

}  // namespace carescan::reading
