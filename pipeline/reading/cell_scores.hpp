#pragma once

#include <array>
#include <string_view>
#include <vector>

namespace carescan::reading {

/// What the cells net tells apart: the printable ASCII characters but the space, in the order of its outputs.
inline constexpr std::string_view cell_characters =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

/// One more output stands for ink that is no single character: crossed out, written over, two in one cell.
inline constexpr std::size_t no_character = cell_characters.size();
inline constexpr std::size_t cell_outputs = cell_characters.size() + 1;

/// What is seen in one cell of a comb.
struct CellScores {
  double p_ink = 0;  ///< 0 empty … 1 written on
  /// Natural logarithms of the probability of each output, given that there is ink; they sum to 1 as probabilities.
  std::array<float, cell_outputs> log_p{};
};

}  // namespace carescan::reading
