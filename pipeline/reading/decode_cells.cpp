#include <algorithm>
#include <cmath>

#include "pipeline/reading/decode_laws.hpp"

namespace carescan::reading {
namespace {

// No cell is surer than this, whatever the net says: a hand that was never seen may write a 7 that every hand before
// would have called a 1. The figures are of the order of the net's own errors among its surest cells.
constexpr double surprise = 2e-4;       ///< that the character is any other
constexpr double unseen_ink = 1e-4;     ///< that a cell is empty, or written on, against all appearance
constexpr double foreign_prior = 2e-4;  ///< that somebody writes a character that the field has no room for

// What the net's figures need before they are probabilities (docs/decisions/decoding.md, Calibration).
/// It learns from pictures of which 4 in 100 are spoilt characters; on paper perhaps 4 in 1,000 are.
constexpr double spoilt_on_paper = 0.1;

char capital(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

char small(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// The choices' shares, made to add up to 1, without what smoothed labels taught the net to give to each of them.
void unsmooth(CellLikelihood& cell, const std::string& choices) {
  double all = 0, left = 0;
  for (const char c : choices) all += cell[c];
  for (const char c : choices) {
    double& p = cell.of[static_cast<unsigned char>(c)];
    left += p = std::max(p / all - smoothed / static_cast<double>(choices.size()), 1e-9);
  }
  for (const char c : choices) cell.of[static_cast<unsigned char>(c)] /= left;
}

/// The choice that an output of the net stands for; '\0' for a foreign character.
char meant(char c, const std::string& choices) {
  for (const char choice : {c, capital(c), small(c)})
    if (choices.find(choice) != std::string::npos) return choice;
  return '\0';
}

CellLikelihood likelihood(const CellScores& scores, const std::string& choices) {
  CellLikelihood cell;
  for (const char c : choices) cell.of[static_cast<unsigned char>(c)] = 1e-9;  // so that no cell excludes all
  double inside = 0, foreign = 0;
  for (std::size_t i = 0; i < cell_characters.size(); ++i) {
    const double p = std::exp(static_cast<double>(scores.log_p[i]));
    const char c = meant(cell_characters[i], choices);
    if (c != '\0') cell.of[static_cast<unsigned char>(c)] += p, inside += p;
    if (c == '\0') foreign += p;
  }
  const double p_ink = std::clamp(scores.p_ink, unseen_ink, 1 - unseen_ink);
  const double crossed = spoilt_on_paper * std::exp(static_cast<double>(scores.log_p[no_character]));
  unsmooth(cell, choices);
  const auto count = static_cast<double>(choices.size());
  for (const char c : choices) {
    double& p = cell.of[static_cast<unsigned char>(c)];
    // Times the count: an even cell has likelihood 1 for every character, whatever the size of the alphabet.
    p = count * p_ink * ((1 - surprise) * p + surprise / count);
  }
  cell.of[' '] = 1 - p_ink;
  const double all = 1 - p_ink + p_ink * (inside + crossed + foreign_prior * foreign);
  cell.p_written_over = p_ink * crossed / all;
  cell.p_foreign = p_ink * foreign_prior * foreign / all;
  return cell;
}

}  // namespace

std::string choices_of(const std::string& alphabet) {
  const auto allowed = [&](char c) { return alphabet.empty() || alphabet.find(c) != std::string::npos; };
  std::string out;
  for (const char c : cell_characters)
    if (allowed(c) && (c == capital(c) || !allowed(capital(c)))) out += c;
  return out;
}

Likelihoods likelihoods(const std::vector<CellScores>& cells, const std::string& choices) {
  Likelihoods out;
  for (const CellScores& cell : cells) out.push_back(likelihood(cell, choices));
  return out;
}

void keep_best(std::vector<Candidate>& candidates) {
  const auto heavier = [](const Candidate& a, const Candidate& b) {
    return a.weight != b.weight ? a.weight > b.weight : a.cells < b.cells;
  };
  const std::size_t count = std::min(kept, candidates.size());
  std::partial_sort(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(count), candidates.end(),
                    heavier);
  candidates.resize(count);
}

void add_up(const Candidate& candidate, std::vector<Candidate>& all) {
  const auto same = std::ranges::find(all, candidate.cells, &Candidate::cells);
  if (same == all.end())
    all.push_back(candidate);
  else
    same->weight += candidate.weight;
}

Evidence any_characters(const Likelihoods& cells, const std::string& choices, double empty) {
  Evidence out{.total = 1, .best = {{"", 1}}};
  const double each = (1 - empty) / static_cast<double>(choices.size());
  for (const CellLikelihood& cell : cells) {
    double sum = empty * cell[' '];
    std::vector<Candidate> next;
    for (const Candidate& so_far : out.best) {
      next.push_back({so_far.cells + ' ', so_far.weight * empty * cell[' ']});
      for (const char c : choices) next.push_back({so_far.cells + c, so_far.weight * each * cell[c]});
    }
    for (const char c : choices) sum += each * cell[c];
    out.total *= sum;
    keep_best(next);
    out.best = std::move(next);
  }
  return out;
}

Evidence mixed(Evidence first, double share, const Evidence& second) {
  first.total = share * first.total + (1 - share) * second.total;
  for (Candidate& candidate : first.best) candidate.weight *= share;
  for (const Candidate& other : second.best) add_up({other.cells, (1 - share) * other.weight}, first.best);
  keep_best(first.best);
  return first;
}

}  // namespace carescan::reading
