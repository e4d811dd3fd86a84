#include <algorithm>
#include <cmath>

#include "pipeline/reading/decode_laws.hpp"

namespace carescan::reading {
namespace {

// How people fill a comb that allows both: all capitals, words with a capital first, all small; else letter by letter.
constexpr double all_capitals = 0.5, titles = 0.35, all_small = 0.1, any_case = 0.05;

bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}

char small(char c) {
  return static_cast<char>(c - 'A' + 'a');
}

/// The probability that the net gives to one character.
double p_of(const CellScores& cell, char c) {
  return std::exp(static_cast<double>(cell.log_p[cell_characters.find(c)]));
}

/// That the letter of a cell is small, given that it is this letter; never certain.
double p_small(const CellScores& cell, char letter) {
  const double lower = p_of(cell, small(letter)), upper = p_of(cell, letter);
  return (lower + 1e-4) / (lower + upper + 2e-4);
}

struct Style {
  double weight = 0;
  std::string cells;
};

/// The text with the letters small that `is_small` names, and how well the ink agrees.
template <class IsSmall>
Style styled(double prior, const std::vector<double>& p_small, const std::string& cells, IsSmall is_small) {
  Style style{prior, cells};
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (!is_capital(cells[i])) continue;
    const bool lower = is_small(i);
    style.weight *= lower ? p_small[i] : 1 - p_small[i];
    if (lower) style.cells[i] = small(cells[i]);
  }
  return style;
}

bool both_cases(const std::string& alphabet) {
  return alphabet.empty() || (alphabet.find('A') != std::string::npos && alphabet.find('a') != std::string::npos);
}

}  // namespace

Cased with_case(const std::vector<CellScores>& scores, const std::string& cells, const std::string& alphabet) {
  if (!both_cases(alphabet)) return {cells, 1};
  std::vector<double> lower(cells.size());
  double even = any_case;
  for (std::size_t i = 0; i < cells.size(); ++i)
    if (is_capital(cells[i])) lower[i] = p_small(scores[i], cells[i]), even *= 0.5;
  const auto inside = [&](std::size_t i) { return i > 0 && cells[i - 1] != ' '; };
  std::vector<Style> styles{styled(all_capitals, lower, cells, [](std::size_t) { return false; }),
                            styled(titles, lower, cells, inside),
                            styled(all_small, lower, cells, [](std::size_t) { return true; })};
  const Style free = styled(even, lower, cells, [&](std::size_t i) { return lower[i] > 0.5; });
  double total = even;  // letter by letter, all texts together
  for (Style& style : styles) total += style.weight;
  for (Style& style : styles)
    if (style.cells == free.cells) style.weight += free.weight;
  styles.push_back(free);
  const Style& best = *std::ranges::max_element(styles, {}, &Style::weight);
  return {best.cells, best.weight / total};
}

}  // namespace carescan::reading
