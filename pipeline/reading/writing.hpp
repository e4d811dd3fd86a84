#pragma once

#include <string>
#include <vector>

#include "pipeline/imaging/crop.hpp"
#include "pipeline/model/field.hpp"
#include "pipeline/model/reading.hpp"
#include "pipeline/reading/text_engine.hpp"

namespace carescan::reading {

/// Resolution at which text engines read: 300 dpi.
inline constexpr double text_px_per_mm = 300 / mm_per_inch;

/// The characters a field may hold (UTF-8), from its alphabet or, without one, from its kind; empty: any.
std::string alphabet_of(const Field&);

/// In which order a date's cells hold day, month and year: the field's layout, or what its number of cells says.
std::string layout_of(const Field&);

/// Free writing: one line, or `field.lines` lines of equal height joined by '\n'. No ink is blank and is not sent to
/// the engine; ink without a character is illegible.
Reading read_lines(const Field&, const imaging::FieldCrop&, const std::vector<BoxMm>& rivals, TextEngine&);

/// Turns the text of a reading into the value of its kind: ISO dates by the field's layout, numbers with the field's
/// decimals, digits without spaces, capitals of a postcode. What does not fit keeps its text, gets a reason and is
/// illegible. `cells` is the text cell by cell (' ' where empty), or empty for free writing.
void set_value(const Field&, const std::string& cells, Reading&);

}  // namespace carescan::reading
