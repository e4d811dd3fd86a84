#pragma once

#include <array>
#include <string_view>
#include <vector>

namespace carescan::reading {

/// What the lines net tells apart, in the order of its outputs: the printable ASCII characters, the space, and a word
/// that was struck out.
inline constexpr std::string_view line_characters =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ \x7f";
inline constexpr char struck_word = '\x7f';

/// One more output stands for "no character here": CTC's blank (Graves et al., Connectionist temporal classification,
/// ICML 2006).
inline constexpr std::size_t line_blank = line_characters.size();
inline constexpr std::size_t line_outputs = line_characters.size() + 1;

/// What is seen along one line of writing, from left to right.
struct LineScores {
  std::vector<std::array<float, line_outputs>> steps;  ///< probabilities of the outputs, 2 px of the picture a step
  double p_typed = 0;                                  ///< that a machine wrote it
};

}  // namespace carescan::reading
