#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "pipeline/reading/decode.hpp"

/// Cells as a net might score them, made by hand: what decoding is tested on.
namespace carescan::reading::made {

/// An inked cell with the given probabilities; what they leave is spread evenly over all other outputs.
inline CellScores cell(const std::map<char, double>& p, double p_ink = 1, double p_no_character = 0) {
  CellScores out;
  out.p_ink = p_ink;
  double rest = 1 - p_no_character;
  for (const auto& [c, share] : p) rest -= share;
  const double each = std::max(rest, 0.0) / static_cast<double>(cell_characters.size() - p.size());
  for (std::size_t i = 0; i < cell_outputs; ++i) {
    const auto given = i == no_character ? p.end() : p.find(cell_characters[i]);
    const double share = i == no_character ? p_no_character : given == p.end() ? each : given->second;
    out.log_p[i] = static_cast<float>(std::log(std::max(share, 1e-12)));
  }
  return out;
}

/// A character that the net is sure of; ' ' is an empty cell.
inline CellScores sharp(char c, double p = 0.9999) {
  return c == ' ' ? cell({}, 1e-4) : cell({{c, p}}, 0.9999);
}

inline std::vector<CellScores> sharp(const std::string& text) {
  std::vector<CellScores> out;
  for (const char c : text) out.push_back(sharp(c));
  return out;
}

/// An inked cell about which nothing is known but that it holds one of these.
inline CellScores flat(const std::string& characters) {
  std::map<char, double> p;
  for (const char c : characters) p[c] = 1.0 / static_cast<double>(characters.size());
  return cell(p, 0.9999);
}

/// A cell with random scores over these characters: from nearly flat to nearly sure.
inline CellScores random_cell(const std::string& characters, std::mt19937& random) {
  std::normal_distribution<double> score(0, 3);
  std::map<char, double> p;
  double sum = 0;
  for (const char c : characters) sum += p[c] = std::exp(score(random));
  for (auto& [c, share] : p) share *= 0.9999 / sum;
  return cell(p, 0.9999);
}

/// A field of a kind with as many cells.
inline Field comb(FieldKind kind, std::size_t cells, const std::string& alphabet = "") {
  Field field;
  field.name = "made";
  field.kind = kind;
  field.alphabet = alphabet;
  for (std::size_t i = 0; i < cells; ++i) field.cells.push_back({5.6 * static_cast<double>(i), 0, 5.6, 8.4});
  return field;
}

inline Reading decoded(FieldKind kind, const std::vector<CellScores>& cells, const std::string& alphabet = "",
                       const Knowledge& knowledge = {}) {
  return decode(comb(kind, cells.size(), alphabet), cells, knowledge);
}

inline Value text(const std::string& value) {
  return Value(value);
}

inline bool says(const Reading& reading, const std::string& reason) {
  return std::find(reading.reasons.begin(), reading.reasons.end(), reason) != reading.reasons.end();
}

/// The posterior of a value that is not the best one; 0 where it is not listed.
inline double score_of(const Reading& reading, const Value& value) {
  for (const Alternative& other : reading.alternatives)
    if (other.value == value) return other.score;
  return 0;
}

}  // namespace carescan::reading::made
