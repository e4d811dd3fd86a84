#pragma once

#include <string>
#include <vector>

#include "pipeline/reading/line_scores.hpp"
#include "pipeline/reading/phrases.hpp"

namespace carescan::reading {

/// A text and how probable it is.
struct LikelyText {
  std::string text;
  double p = 0;
};

/// The texts of the characters `allowed` (empty: all) that the net finds likeliest, likeliest first, at most `count`,
/// with the net's own probability of each: the sum over all ways to lay the text along the steps. Prefix beam search
/// (Graves, Supervised sequence labelling with recurrent neural networks, 2012, section 7.5.3).
std::vector<LikelyText> likeliest_texts(const LineScores&, const std::string& allowed, std::size_t count);

/// The same among the texts that a list makes up: an entry, or a few of them with spaces between. Each has with it what
/// the list itself says: p is the net's probability times the share of such texts.
struct ListedText {
  std::string text;
  double p = 0, share = 0;
};
std::vector<ListedText> listed_texts(const LineScores&, const Phrases&, std::size_t count);

}  // namespace carescan::reading
