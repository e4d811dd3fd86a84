#pragma once

#include <array>
#include <string>
#include <vector>

#include "pipeline/model/field.hpp"
#include "pipeline/reading/cell_scores.hpp"
#include "pipeline/reading/decode.hpp"

namespace carescan::reading {

/// How well the ink of one cell agrees with each content, relative to a cell of which nothing is known (1 each).
struct CellLikelihood {
  std::array<double, 128> of{};  ///< by character, ' ' for an empty cell; 0 outside the alphabet
  double p_written_over = 0;     ///< that the ink is no single character
  double p_foreign = 0;          ///< that it is a character outside the alphabet

  double operator[](char c) const { return of[static_cast<unsigned char>(c)]; }
};

using Likelihoods = std::vector<CellLikelihood>;

/// The net learns with smoothed labels (Szegedy et al. 2016): this share of its probability lies evenly over all that a
/// cell may hold, however clear the ink, and is taken away again (docs/decisions/decoding.md, Calibration).
inline constexpr double smoothed = 0.015;

/// The characters that a decoder chooses from: those of the alphabet that the net knows (all of them where it is
/// empty), small letters left out where their capitals are there, as these stand for both.
std::string choices_of(const std::string& alphabet);

/// The scores of a field's cells under its choices: what lies outside is masked, small letters count for their capitals
/// (or the reverse, where only those are allowed), and no cell is surer than it can be.
Likelihoods likelihoods(const std::vector<CellScores>&, const std::string& choices);

/// One content of all cells (' ' where empty) and its weight: prior probability × likelihood.
struct Candidate {
  std::string cells;
  double weight = 0;
};

/// A distribution over the contents of a comb, met with its ink.
struct Evidence {
  double total = 0;             ///< the weights of all contents together
  std::vector<Candidate> best;  ///< the heaviest, heaviest first, at most `kept`
};

/// How many candidates each step keeps: more than are ever shown, so that equal values can still be added up.
inline constexpr std::size_t kept = 12;

/// Sorts heaviest first (equal ones by their text, for the same answer everywhere) and cuts to `kept`.
void keep_best(std::vector<Candidate>&);
/// Adds the weight to the candidate of the same content, or the candidate itself where there is none.
void add_up(const Candidate&, std::vector<Candidate>&);

/// Any characters of `choices` in any cells, each cell empty with probability `empty`.
Evidence any_characters(const Likelihoods&, const std::string& choices, double empty);

/// A mixture: `share` of the first, the rest of the second. Contents that both list are added up.
Evidence mixed(Evidence, double share, const Evidence&);

/// Contents that a pattern allows: for each cell the characters that may stand there (" ": it is empty), all equally
/// likely. `weight` is how likely the pattern is, relative to others.
struct Pattern {
  double weight = 0;
  std::vector<std::string> cells;
};
/// A mixture of patterns, weighted relative to each other; those of another number of cells are left out. Exact.
Evidence by_patterns(const Likelihoods&, const std::vector<Pattern>&);

/// All digit strings whose sum, weighted n … 2, 1 from left to right, is a multiple of 11, but for those of one
/// repeated digit; all equally likely. With ten cells: valid NHS numbers. Exact, by dynamic programming over the
/// remainder. https://www.datadictionary.nhs.uk/attributes/nhs_number.html
Evidence by_modulus_11(const Likelihoods&);

/// All days (months, years) of 1900 to 2099 in the layout's order; see year_weight in decode_date.cpp. Exact.
Evidence by_calendar(const Likelihoods&, const std::string& layout);
/// What looks like a date and need not be one (30 February, month 13, 1849): slips of the pen are of this kind.
Evidence by_date_shape(const Likelihoods&, const std::string& layout);

/// UK postcodes: real areas and the grammar, in the usual ways of filling 5 to 8 cells.
Evidence by_postcode(const Likelihoods&);

/// UK telephone numbers from the left, without or with one gap.
Evidence by_phone(const Likelihoods&);

/// Digits to the right of their cells, decimals all there or all left out; a number within `range` rules is likelier.
Evidence by_number(const Likelihoods&, const Field&);

/// Words of `choices`: they stand where the ink is, each is a word of the list or any characters. Contents with ink in
/// other cells are in the total and not in the list.
Evidence by_words(const Likelihoods&, const Words&, const std::string& choices);

/// A content with its letters as they are written, and the probability of these cases given the letters.
struct Cased {
  std::string cells;
  double share = 1;
};

/// Where the alphabet has capitals and small letters: all capitals, capitals first, all small, or letter by letter,
/// whichever fits the ink best. Elsewhere the content as it is.
Cased with_case(const std::vector<CellScores>&, const std::string& cells, const std::string& alphabet);

}  // namespace carescan::reading
