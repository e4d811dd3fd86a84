#pragma once

#include <string>

#include "pipeline/model/field.hpp"
#include "pipeline/model/reading.hpp"

namespace carescan::review {

/// What a person typed for a field.
struct Typed {
  bool understood = false;  ///< false: `state` is illegible, and the text is kept as it was typed
  FieldState state = FieldState::illegible;
  Value value;
  std::string text;
};

/// Typed text as the value of the field's kind: dates as day, month, year with any separators or none ("1/2/1938",
/// "01021938", "1938-02-01"); a two-digit year only where the form's rules leave one century; numbers with point or
/// comma; digits of NHS numbers with or without spaces; postcodes; options by code, label or their number on the screen
/// ("1", "yes"), several with commas; "y", "n", "yes", "no", "x" and "1", "0" for tick boxes, "signed" and "not signed"
/// besides for signatures. Nothing but spaces is blank.
Typed typed_value(const Field&, const std::string& text);

/// What a person would type for a value; the inverse of typed_value.
std::string typing_of(const Field&, FieldState, const Value&);

/// A value in words for people: 28/02/1938, the option's label, yes, "left blank", "none", "cannot be read".
std::string words_of(const Field&, FieldState, const Value&);

/// Whether two values say the same of the paper: letters' case, spaces and punctuation of free writing do not count.
bool same_on_paper(const Field&, FieldState, const Value&, FieldState other_state, const Value& other);

/// A reason code of docs/policy.md as a few words for a reviewer ("the reader was not sure").
std::string reason_words(const std::string& code);

}  // namespace carescan::review
