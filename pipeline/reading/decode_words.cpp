#include <algorithm>
#include <iterator>

#include "pipeline/reading/decode_laws.hpp"

namespace carescan::reading {
namespace {

/// How often a word that somebody writes is on the list, and how often one that is not differs from a listed one in a
/// single letter (Kathryn, Kathlyn): a name that is not there is read as it stands as soon as its ink is clear.
constexpr double listed = 0.5, near_listed = 0.4;

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

/// Listed words of the stretch's length, all equally likely.
Evidence by_list(const Likelihoods& cells, const std::vector<std::string>& words) {
  Evidence out;
  for (const std::string& word : words) {
    Candidate candidate{word, 1 / static_cast<double>(words.size())};
    for (std::size_t i = 0; i < cells.size(); ++i) candidate.weight *= cells[i][word[i]];
    out.total += candidate.weight;
    out.best.push_back(std::move(candidate));
  }
  keep_best(out.best);
  return out;
}

/// In how many ways a listed word gives the content by writing any one of its letters as any character.
double ways_to(const std::string& content, const std::vector<std::string>& words) {
  double ways = 0;
  for (const std::string& word : words) {
    std::size_t different = 0;
    for (std::size_t i = 0; i < word.size() && different < 2; ++i) different += word[i] != content[i];
    ways += different == 0 ? static_cast<double>(word.size()) : different == 1 ? 1 : 0;
  }
  return ways;
}

/// The likelihood of a word with one letter, any of them, written as any character.
double with_one_changed(const Likelihoods& cells, const std::string& word, const std::vector<double>& mean) {
  std::vector<double> before(cells.size() + 1, 1);
  for (std::size_t i = 0; i < cells.size(); ++i) before[i + 1] = before[i] * cells[i][word[i]];
  double after = 1, sum = 0;
  for (std::size_t i = cells.size(); i-- > 0; after *= cells[i][word[i]]) sum += before[i] * mean[i] * after;
  return sum / static_cast<double>(cells.size());
}

/// Listed words with one letter changed; the likeliest contents are looked for among `likely`.
Evidence near_list(const Likelihoods& cells, const std::vector<std::string>& words, const std::string& choices,
                   const std::vector<Candidate>& likely) {
  std::vector<double> mean;
  const auto count = static_cast<double>(choices.size()), all = static_cast<double>(words.size());
  for (const CellLikelihood& cell : cells) {
    mean.push_back(0);
    for (const char c : choices) mean.back() += cell[c] / count;
  }
  Evidence out;
  for (const std::string& word : words) out.total += with_one_changed(cells, word, mean) / all;
  for (const Candidate& candidate : likely) {
    double weight = ways_to(candidate.cells, words) / (all * static_cast<double>(cells.size()) * count);
    for (std::size_t i = 0; i < cells.size(); ++i) weight *= cells[i][candidate.cells[i]];
    out.best.push_back({candidate.cells, weight});
  }
  keep_best(out.best);
  return out;
}

/// The words of a length that can stand in such cells.
std::vector<std::string> fitting(const Words& words, std::size_t length, const std::string& choices) {
  std::vector<std::string> out;
  if (const auto of_length = words.find(length); of_length != words.end())
    std::ranges::copy_if(of_length->second, std::back_inserter(out),
                         [&](const std::string& word) { return word.find_first_not_of(choices) == std::string::npos; });
  return out;
}

Evidence word(const Likelihoods& cells, const Words& words, const std::string& choices) {
  const Evidence any = any_characters(cells, choices, 0);
  const std::vector<std::string> known = fitting(words, cells.size(), choices);
  if (known.empty()) return any;
  const Evidence list = by_list(cells, known);
  std::vector<Candidate> likely = any.best;
  for (const Candidate& candidate : list.best) add_up(candidate, likely);
  return mixed(list, listed, mixed(near_list(cells, known, choices, likely), near_listed, any));
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

}  // namespace

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
