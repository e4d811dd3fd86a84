#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "pipeline/model/geometry.hpp"

namespace carescan {

/// The five states of a field; never confused, in JSON, CSV or FHIR.
enum class FieldState {
  read,       ///< a value was read; an unticked checkbox is `read, false`
  blank,      ///< left empty
  none,       ///< the person wrote or ticked that there is none
  illegible,  ///< ink that cannot be read
  ambiguous   ///< two marks where one is allowed
};

std::string_view to_string(FieldState state);
std::optional<FieldState> field_state(std::string_view word);

/// A value by kind (docs/output-format.md): nothing, text (dates as YYYY-MM-DD, codes), number, yes/no, sorted codes,
/// the marks of a drawing (upright boxes round them in template mm, from the top and then from the left).
using Value = std::variant<std::monostate, std::string, double, bool, std::vector<std::string>, std::vector<BoxMm>>;

/// Another way to read the same ink, best first; `score` in 0..1.
struct Alternative {
  Value value;
  std::string text;
  double score = 0;
};

/// What one reader says of one field. Doubt lives inside it: it never throws for poor ink.
struct Reading {
  std::string field;
  FieldState state = FieldState::blank;
  Value value;
  std::string text;                  ///< as written, before it became a value
  double confidence = 0;             ///< 0..1, that state and value are both what the paper says
  std::vector<std::string> reasons;  ///< why a person should look: codes of docs/errors.md, e.g. "mark-faint"
  std::vector<Alternative> alternatives;
};

/// The marks of a drawing as a sentence: how many, and of each its size and its middle, in whole mm from the page's
/// top-left corner.
std::string in_words(const std::vector<BoxMm>& marks);

/// Adds a reason unless it is there already.
void add_reason(std::vector<std::string>& reasons, const std::string& reason);

}  // namespace carescan
