#pragma once

#include <map>
#include <string>
#include <vector>

#include "pipeline/model/form_template.hpp"
#include "pipeline/model/reading.hpp"
#include "pipeline/reading/cell_scores.hpp"
#include "pipeline/reading/phrases.hpp"

namespace carescan::reading {

/// Words that a comb is likely to hold, as capitals of ASCII without accents, sorted, by their length in characters.
using Words = std::map<std::size_t, std::vector<std::string>>;

/// What is known of the fields of a form beyond their own description: the word lists they name.
struct Knowledge {
  std::map<std::string, Words> lexicons{};   ///< of combs, by the name that a field's `lexicon` gives
  std::map<std::string, Phrases> phrases{};  ///< of free lines, likewise
};

/// The words of a list's entries ("Milton Keynes" gives two).
Words words_of(const std::vector<std::string>& entries);

/// Loads the lexicons that the form's combs and lines name; once a form, as it reads files. Throws Failure
/// "lexicon-missing".
Knowledge knowledge_of(const FormTemplate&);

/// A comb of a page with what the net says of its cells.
struct WrittenComb {
  Field field;
  std::vector<CellScores> cells;
};

/// What the digits of a page tell of the hand that wrote it: is its 1 what others read as 7? One number a habit; none:
/// nothing is known, and no habit is thought of. docs/decisions/decoding.md, Hands.
using Hand = std::vector<double>;
Hand hand_of(const std::vector<WrittenComb>& page);

/// What a comb says, given what the net says of each of its cells (`cells[i]` is that of `field.cells[i]`; as many of
/// both). The value is the most probable one under a mixture of what such a field must be (modulus 11, the calendar, a
/// postcode's pattern, a word list) and of any characters at all: paper may break every rule, and then what stands
/// there is read, for the rules to ask about. `confidence` is the posterior probability of state and value,
/// alternatives carry theirs, best first, at most five. Nothing is guessed where a character is crossed out or written
/// over
/// ("written-over") or foreign to the field ("not-in-alphabet"); a value that differs from the ink's own best reading
/// says "read-by-rule", however sure it is. No ink in any cell is blank. Never throws.
/// A habit that the page leaves likely only ever lowers the confidence.
/// The model and its numbers: docs/decisions/decoding.md.
Reading decode(const Field&, const std::vector<CellScores>& cells, const Knowledge&, const Hand& = {});

}  // namespace carescan::reading
