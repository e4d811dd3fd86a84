#pragma once

#include "pipeline/model/field.hpp"
#include "pipeline/model/reading.hpp"
#include "pipeline/rehearsal/people.hpp"
#include "pipeline/rehearsal/writer.hpp"

namespace carescan::rehearsal {

/// What stands on the paper in one field: the ink, in template mm, and what it says. `state` and `value` are the truth
/// of the ink, not of the wish: what a hand cannot write or a box cannot hold is not written.
struct Filling {
  FieldState state = FieldState::blank;
  Value value{};
  Ink ink{};
  FieldKind kind = FieldKind::text;
  int page = 1;         ///< template page
  bool typed = false;   ///< by a machine, not by the writer
  std::string cells{};  ///< what stands in each cell of a comb, ' ' where nothing; empty for other fields
  std::string slip{};   ///< what went awry in writing (docs/truth-and-score.md); mostly nothing
  bool ask = false;     ///< the ink itself leaves a doubt that only a person should settle
  bool inked() const { return !ink.empty(); }
};

/// Fills one field as people do: combs cell by cell and with their slips (slips.hpp), text on its line, prose wrapped
/// over its lines, boxes ticked and now and then a mark cancelled and another made, or two made where one is allowed
/// (ambiguous).
Filling fill_field(const Field&, const Wish&, const Writer&, Chance&);

/// The same for a marked field (checkbox, none_box, choice, choices, scale).
Filling fill_marks(const Field&, const Wish&, const Writer&, Chance&);

/// The rings of a field whose printed words are ringed, with the slips that people make (slip, ask); state and value
/// are not set.
Filling fill_rings(const Field&, const Wish&, const Writer&, Chance&);

/// Up to six marks on a drawing: crosses, circles and shadings, some with a word beside them; its value is their boxes.
Filling fill_drawing(const Field&, const Wish&, const Writer&, Chance&);

/// The same for characters in cells. The field has cells.
Filling fill_cells(const Field&, const Wish&, const Hand&, Chance&);

/// One character as it is written into a cell of a comb, in template mm. The hand must know it.
Ink write_in_cell(const BoxMm& cell, char character, const Hand&, Chance&);

/// The same for free writing on one or more lines.
Filling fill_lines(const Field&, const Wish&, const Hand&, Chance&);

/// The value that written text of a field's kind stands for, e.g. a date's ISO text or a number.
Value value_of(const Field&, const std::string& text);

}  // namespace carescan::rehearsal
