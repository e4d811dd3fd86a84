#pragma once

#include <string>
#include <vector>

namespace carescan::review {

/// How far what was read lies from a word: the least sum of edits that make one of the other (Levenshtein). Adding,
/// leaving out or replacing a letter costs 1; between letters that hands write alike 0.5; a letter in the other case
/// 0.1. Letters outside ASCII count byte by byte.
double distance(const std::string& read, const std::string& word);

/// The words nearest to what was read, nearest first, of those equally near the earlier one. What was crossed out is
/// often read before the right word, so the last word of what was read counts too, with 1 added. Left out: words that
/// have more edits than half of their letters, and what was read itself.
std::vector<std::string> nearest(const std::string& read, const std::vector<std::string>& words, std::size_t most);

}  // namespace carescan::review
