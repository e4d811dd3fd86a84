#include "pipeline/fhir/answers.hpp"

#include <algorithm>

#include "pipeline/fhir/dates.hpp"
#include "pipeline/fhir/names.hpp"
#include "pipeline/fhir/ucum.hpp"

namespace carescan::fhir {
namespace {

bool is_coded(FieldKind kind) {
  return kind == FieldKind::choice || kind == FieldKind::choices || kind == FieldKind::scale;
}

/// needs[3].goal → needs.goal: rows of a table share their codes.
std::string without_rows(const std::string& name) {
  std::string out;
  bool inside = false;
  for (const char c : name) {
    inside = inside ? c != ']' : c == '[';
    if (!inside && c != ']') out += c;
  }
  return out;
}

Json coding(const Document& document, const RecordField& field, const std::string& code) {
  Json out{{"system", answer_system(document.record.form, field.name)}, {"code", clean_text(code)}};
  if (const Field* printed = document.form.find(field.name))
    for (const Option& option : printed->options)
      if (option.code == code && !clean_text(option.label).empty()) out["display"] = clean_text(option.label);
  return out;
}

/// With a code only where the form's unit is one of UCUM.
Json quantity(double value, const std::string& unit) {
  if (!is_ucum(unit)) return {{"value", value}, {"unit", clean_text(unit)}};
  return {{"value", value}, {"unit", unit}, {"system", names::ucum}, {"code", unit}};
}

/// One value as {"valueX": …}; null where there is nothing to say.
Json text_value(const Document& document, const RecordField& field, const std::string& text) {
  const std::string clean = clean_text(text);
  if (clean.empty()) return nullptr;
  if (is_coded(field.kind)) return {{"valueCoding", coding(document, field, text)}};
  if (field.kind == FieldKind::date && is_partial_date(clean)) return {{"valueDate", clean}};
  return {{"valueString", clean}};
}

Json number_value(const Document& document, const RecordField& field, double value) {
  const Field* printed = document.form.find(field.name);
  if (printed == nullptr || printed->unit.empty()) return {{"valueDecimal", value}};
  return {{"valueQuantity", quantity(value, printed->unit)}};
}

/// A value as a list of {"valueX": …}, one per code.
Json values(const Document& document, const RecordField& field, const Value& value) {
  Json out = Json::array();
  if (const auto* text = std::get_if<std::string>(&value)) out.push_back(text_value(document, field, *text));
  if (const auto* number = std::get_if<double>(&value)) out.push_back(number_value(document, field, *number));
  if (const auto* yes = std::get_if<bool>(&value)) out.push_back({{"valueBoolean", *yes}});
  if (const auto* codes = std::get_if<std::vector<std::string>>(&value))
    for (const std::string& code : *codes) out.push_back(text_value(document, field, code));
  if (const auto* marks = std::get_if<std::vector<BoxMm>>(&value)) out.push_back({{"valueString", in_words(*marks)}});
  if (out.size() == 1 && out[0].is_null()) out.clear();
  return out;
}

}  // namespace

std::string answer_system(const std::string& form, const std::string& field) {
  return std::string(names::own) + "CodeSystem/" + form + "-" + without_rows(field);
}

Json none_coding() {
  return {{"system", std::string(names::own) + "CodeSystem/reading-state"},
          {"code", "none"},
          {"display", "The paper says that there is none"}};
}

Json answers(const Document& document, const RecordField& field) {
  return values(document, field, field.value);
}

Json candidates(const Document& document, const RecordField& field) {
  const std::string url = std::string(names::own_extension) + "candidate";
  Json found = values(document, field, field.value), out = Json::array();
  for (const Alternative& alternative : field.alternatives)
    for (const Json& value : values(document, field, alternative.value))
      if (std::find(found.begin(), found.end(), value) == found.end()) found.push_back(value);
  for (const Json& value : found) {
    Json candidate{{"url", url}};
    candidate.update(value);
    out.push_back(candidate);
  }
  return out;
}

}  // namespace carescan::fhir
