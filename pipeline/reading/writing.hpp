#pragma once

#include <string>

#include "pipeline/model/field.hpp"
#include "pipeline/model/reading.hpp"

namespace carescan::reading {

/// The characters a field may hold (UTF-8), from its alphabet or, without one, from its kind; empty: any.
std::string alphabet_of(const Field&);

/// In which order a date's cells hold day, month and year: the field's layout, or what its number of cells says.
std::string layout_of(const Field&);

/// Turns the text of a reading into the value of its kind: ISO dates by the field's layout, numbers with the field's
/// decimals, digits without spaces, capitals of a postcode. What does not fit keeps its text, gets a reason and is
/// illegible. `cells` is the text cell by cell (' ' where empty), or empty for free writing.
void set_value(const Field&, const std::string& cells, Reading&);

}  // namespace carescan::reading
