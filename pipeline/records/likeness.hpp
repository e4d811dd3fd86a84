#pragma once

#include <string>

namespace carescan::records {

/// What a draft says at all: its letters and digits, small. Capitals, spaces, hyphens and accents differ from page to
/// page of one writer.
std::string letters(const std::string& text);

/// How alike two words of `letters` are: 1 for the same, 0 for nothing in common; 1 − edit distance / longer length
/// (Levenshtein; Wagner and Fischer 1974). Neither side is empty.
double likeness(const std::string& a, const std::string& b);

/// Below this, two drafts speak of two people. Drafts of handwriting misread every other letter; two people's names
/// agree in a third of theirs by chance. Measured: docs/policy.md.
inline constexpr double unlike_below = 0.35;
/// Fewer letters than this say nothing.
inline constexpr std::size_t fewest_letters = 3;

}  // namespace carescan::records
