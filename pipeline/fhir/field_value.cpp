#include "pipeline/fhir/field_value.hpp"

#include <cmath>

#include "pipeline/model/failure.hpp"

namespace carescan::fhir {
namespace {

/// Numbers of combs without a point are whole numbers in FHIR, too (valueInteger).
Json number(double value, const Field* field) {
  const bool whole = std::floor(value) == value && std::abs(value) < 1e9;
  return whole && (field == nullptr || field->decimals == 0) ? Json(static_cast<long long>(value)) : Json(value);
}

Json json_of(const RecordField& read, const Field* field) {
  if (const auto* text = std::get_if<std::string>(&read.value))
    if (const std::string clean = clean_text(*text); !clean.empty()) return clean;
  if (const auto* value = std::get_if<double>(&read.value)) return number(*value, field);
  if (const auto* yes = std::get_if<bool>(&read.value)) return *yes;
  if (const auto* codes = std::get_if<std::vector<std::string>>(&read.value))
    if (!codes->empty()) return *codes;
  return nullptr;
}

/// Texts are written one after the other; of several tick boxes one that is ticked is enough; of other values the first
/// stands.
void join(Json& whole, const Json& part, const std::string& with) {
  if (whole.is_null() || (whole == Json(false) && part.is_boolean()))
    whole = part;
  else if (whole.is_string() && part.is_string())
    whole = whole.get<std::string>() + with + part.get<std::string>();
}

/// The values of one name: of one field, or of its column in the rows of an entry.
void add_name(const std::string& name, const std::vector<Turn>& turns, const Document& document, FieldValue& out) {
  Json value;
  for (const std::string& full : names_in(name, turns)) {
    const Field* field = document.form.find(full);
    const RecordField* read = document.record.find(full);
    if (field == nullptr && read == nullptr)
      throw Failure{"template-mapping", "form.json",
                    "the fhir part names the field \"" + full + "\", which the form does not have",
                    "name one of its fields; a table's are named as \"needs[*].goal\" inside a for_each"};
    if (out.field == nullptr) out.field = field;
    if (read == nullptr) continue;
    if (!is_usable(*read)) {
      out.asked.insert(full);
      continue;
    }
    out.none = out.none || read->state == FieldState::none;
    out.unreadable =
        out.unreadable || read->state == FieldState::illegible || read->state == FieldState::ambiguous;
    const Json part = read->state == FieldState::read ? json_of(*read, field) : Json();
    if (!part.is_null() || read->state == FieldState::none) out.fields.insert(full);
    if (!part.is_null()) join(value, part, "\n");
  }
  if (!value.is_null()) join(out.value, value, " ");
}

}  // namespace

FieldValue value_of(const std::vector<std::string>& names, const std::vector<Turn>& turns, const Document& document) {
  FieldValue out;
  for (const std::string& name : names) add_name(name, turns, document, out);
  for (const Turn& turn : turns)
    if (!turn.code.empty() && names == std::vector<std::string>{turn.pattern}) out.value = turn.code;
  if (!out.asked.empty()) {
    out.value = nullptr;
    out.none = false;
    out.fields.clear();
  }
  return out;
}

}  // namespace carescan::fhir
