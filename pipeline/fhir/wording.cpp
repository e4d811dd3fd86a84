#include "pipeline/fhir/wording.hpp"

#include <algorithm>

#include "pipeline/records/record_json.hpp"

namespace carescan::fhir {
namespace {

std::string truth(FieldKind kind, bool yes) {
  if (kind == FieldKind::signature) return yes ? "signed" : "not signed";
  if (kind == FieldKind::initials) return yes ? "initialled" : "not initialled";
  return yes ? "ticked" : "not ticked";
}

std::string label_of(const Document& document, const RecordField& field, const std::string& code) {
  if (const Field* printed = document.form.find(field.name))
    for (const Option& option : printed->options)
      if (option.code == code && !clean_text(option.label).empty()) return clean_text(option.label);
  return clean_text(code);
}

std::string labels_of(const Document& document, const RecordField& field, const std::vector<std::string>& codes) {
  std::string out;
  for (const std::string& code : codes) out += (out.empty() ? "" : ", ") + label_of(document, field, code);
  return out;
}

}  // namespace

std::string said(const Document& document, const RecordField& field) {
  if (field.state == FieldState::none) return "none";
  if (field.state != FieldState::read) return "";
  if (const auto* yes = std::get_if<bool>(&field.value)) return truth(field.kind, *yes);
  if (const auto* codes = std::get_if<std::vector<std::string>>(&field.value))
    return labels_of(document, field, *codes);
  if (const auto* text = std::get_if<std::string>(&field.value)) return label_of(document, field, *text);
  return clean_text(records::display(field.value));
}

std::string in_words(const Document& document, const std::set<std::string>& fields) {
  std::string out;
  for (const RecordField& field : document.record.fields) {
    if (!fields.contains(field.name)) continue;
    const std::string words = said(document, field);
    if (words.empty()) continue;
    out += (out.empty() ? "" : "; ") + clean_text(field.label.empty() ? field.name : field.label) + ": " + words;
  }
  return out;
}

}  // namespace carescan::fhir
