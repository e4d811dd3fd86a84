#include <algorithm>
#include <set>
#include <sstream>

#include "pipeline/forms/load.hpp"
#include "pipeline/reading/decode_laws.hpp"

namespace carescan::reading {
namespace {

/// How often a word that somebody writes is on the list: half and half, so that a name that is not there is read as it
/// stands as soon as its ink is clear.
constexpr double listed = 0.5;

/// Where the ink says that a word stands: cells [first, last).
struct Stretch {
  std::size_t first = 0, last = 0;
};

bool inked(const CellLikelihood& cell) {
  return cell[' '] < 0.5;
}

std::vector<Stretch> stretches(const Likelihoods& cells) {
  std::vector<Stretch> out;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (!inked(cells[i])) continue;
    if (i == 0 || !inked(cells[i - 1])) out.push_back({i, i});
    out.back().last = i + 1;
  }
  return out;
}

bool can_stand(const std::string& word, const std::string& choices) {
  return word.find_first_not_of(choices) == std::string::npos;
}

/// The listed words of the stretch's length, all equally likely.
Evidence by_list(const Likelihoods& cells, const Words& words, const std::string& choices) {
  Evidence out;
  const auto of_length = words.find(cells.size());
  if (of_length == words.end()) return out;
  double count = 0;
  for (const std::string& word : of_length->second) {
    if (!can_stand(word, choices)) continue;
    Candidate candidate{word, 1};
    for (std::size_t i = 0; i < cells.size(); ++i) candidate.weight *= cells[i][word[i]];
    out.total += candidate.weight;
    out.best.push_back(std::move(candidate));
    ++count;
  }
  keep_best(out.best);
  if (count == 0) return out;
  out.total /= count;
  for (Candidate& candidate : out.best) candidate.weight /= count;
  return out;
}

Evidence word(const Likelihoods& cells, const Words& words, const std::string& choices) {
  const Evidence any = any_characters(cells, choices, 0), list = by_list(cells, words, choices);
  return list.best.empty() ? any : mixed(list, listed, any);
}

/// Both one after the other.
Evidence joined(const Evidence& left, std::size_t gap, const Evidence& right) {
  Evidence out{.total = left.total * right.total, .best = {}};
  for (const Candidate& l : left.best)
    for (const Candidate& r : right.best)
      out.best.push_back({l.cells + std::string(gap, ' ') + r.cells, l.weight * r.weight});
  keep_best(out.best);
  return out;
}

/// An accented letter's first two bytes in UTF-8 and the capital it counts as; combs and the net have ASCII only.
char without_accent(const std::string& two_bytes) {
  static const std::map<std::string, char> plain{
      {"à", 'A'}, {"á", 'A'}, {"â", 'A'}, {"ä", 'A'}, {"ã", 'A'}, {"å", 'A'}, {"ç", 'C'}, {"è", 'E'}, {"é", 'E'},
      {"ê", 'E'}, {"ë", 'E'}, {"ì", 'I'}, {"í", 'I'}, {"î", 'I'}, {"ï", 'I'}, {"ñ", 'N'}, {"ò", 'O'}, {"ó", 'O'},
      {"ô", 'O'}, {"ö", 'O'}, {"ø", 'O'}, {"ù", 'U'}, {"ú", 'U'}, {"û", 'U'}, {"ü", 'U'}, {"ý", 'Y'}, {"ŵ", 'W'},
      {"ŷ", 'Y'}, {"É", 'E'}, {"Á", 'A'}, {"Ó", 'O'}, {"Ö", 'O'}, {"Ü", 'U'}, {"Å", 'A'}, {"Ç", 'C'}, {"Ø", 'O'},
      {"ł", 'L'}, {"Ł", 'L'}, {"ń", 'N'}, {"ś", 'S'}, {"ż", 'Z'}, {"ź", 'Z'}, {"ę", 'E'}, {"ą", 'A'}, {"ć", 'C'}};
  const auto found = plain.find(two_bytes);
  return found == plain.end() ? '\0' : found->second;
}

/// The word as capitals of ASCII; empty where a letter has none.
std::string folded(const std::string& word) {
  std::string out;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    const bool ascii = static_cast<unsigned char>(c) < 128;
    const char plain = !ascii                 ? without_accent(word.substr(i++, 2))
                       : c >= 'a' && c <= 'z' ? static_cast<char>(c - 32)
                                              : c;
    if (plain == '\0') return {};
    out += plain;
  }
  return out;
}

}  // namespace

Words words_of(const std::vector<std::string>& entries) {
  std::map<std::size_t, std::set<std::string>> sorted;
  for (const std::string& entry : entries) {
    std::istringstream stream(entry);
    for (std::string word; stream >> word;)
      if (const std::string capitals = folded(word); !capitals.empty()) sorted[capitals.size()].insert(capitals);
  }
  Words out;
  for (const auto& [length, words] : sorted) out[length].assign(words.begin(), words.end());
  return out;
}

Knowledge knowledge_of(const FormTemplate& form) {
  Knowledge out;
  for (const Field& field : form.fields)
    if (!field.cells.empty() && !field.lexicon.empty() && !out.lexicons.contains(field.lexicon))
      out.lexicons[field.lexicon] = words_of(forms::load_lexicon(form, field.lexicon));
  return out;
}

Evidence by_words(const Likelihoods& cells, const Words& words, const std::string& choices) {
  Evidence out{.total = 1, .best = {{"", 1}}};
  std::size_t at = 0;
  for (const Stretch& stretch : stretches(cells)) {
    const auto from = [&](std::size_t i) { return cells.begin() + static_cast<std::ptrdiff_t>(i); };
    out = joined(out, stretch.first - at, word({from(stretch.first), from(stretch.last)}, words, choices));
    at = stretch.last;
  }
  for (Candidate& candidate : out.best) candidate.cells.resize(cells.size(), ' ');
  for (const CellLikelihood& cell : cells) out.total /= std::max(cell[' '], 1 - cell[' ']);
  return out;
}

}  // namespace carescan::reading
