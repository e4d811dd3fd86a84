#include "pipeline/fhir/fhirpath.hpp"

#include <fmt/format.h>

#include <map>
#include <sstream>

#include "pipeline/fhir/names.hpp"

namespace carescan::fhir {
namespace {

std::string item_path(const std::string& field) {
  return fmt::format("%resource.repeat(item).where(linkId={})", literal(field));
}

std::string continues() {
  return fmt::format("extension.where(url={})", literal(std::string(names::own_extension) + "continues"));
}

/// A table's cell, and the cells of its column in the rows that go on from its row.
std::string entry_path(const Field& cell) {
  const std::string row = cell_row(cell.table, cell.row);
  return fmt::format("%resource.repeat(item).where(linkId={0} or {1}.value={0}).item.where(linkId.endsWith({2}))",
                     literal(row), continues(), literal("." + cell.column));
}

bool is_coded(const Field& field) {
  return field.kind == FieldKind::choice || field.kind == FieldKind::choices || field.kind == FieldKind::scale;
}

bool is_yes_no(const Field& field) {
  return field.kind == FieldKind::checkbox || field.kind == FieldKind::none_box || field.kind == FieldKind::signature ||
         field.kind == FieldKind::initials;
}

/// A field's answer: its text, date, number or truth; a code's code, or its label where that is asked for.
std::string answer_path(const std::string& name, const std::vector<Turn>& turns, const FormTemplate& form,
                        bool labelled) {
  const std::string full = names_in(name, turns).front();
  const Field* field = form.find(full);
  if (field == nullptr) return "{}";
  const bool in_row_turn = name.find("[*]") != std::string::npos;
  std::string path = (in_row_turn ? entry_path(*field) : item_path(full)) + ".answer.value";
  if (is_coded(*field)) {
    for (const Turn& turn : turns)
      if (turn.pattern == name && !turn.code.empty()) path += fmt::format(".where(code={})", literal(turn.code));
    return path + (labelled ? ".display" : ".code");
  }
  if (field->kind == FieldKind::number)
    return path + (field->unit.empty() ? "" : ".value") + (in_row_turn ? ".first()" : "");
  if (is_yes_no(*field) || field->kind == FieldKind::date) return in_row_turn ? path + ".first()" : path;
  path += ".ofType(string)";
  return in_row_turn ? path + ".join('\\n').where($this != '')" : path;
}

/// map:F=female,M=male as iif(…, 'female', iif(…, 'male', {})).
std::string mapped(const std::string& value, const std::string& pairs) {
  std::istringstream in(pairs);
  std::string open, close;
  for (std::string pair; std::getline(in, pair, ',');) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string::npos) continue;
    open += fmt::format("iif({}.where($this={}).exists(), {}, ", value, literal(pair.substr(0, equals)),
                        literal(pair.substr(equals + 1)));
    close += ")";
  }
  return open + "{}" + close;
}

std::string filtered(const std::string& value, const std::string& filter) {
  static const std::map<std::string, std::string> functions{
      {"upper", ".upper()"},
      {"lower", ".lower()"},
      {"number", ".toDecimal()"},
      {"nhs_number", ".replace(' ', '')"},
      {"postcode", ".upper().replace(' ', '').replaceMatches('(...)$', ' $1')"},
      {"words", ".split(' ').where(length() > 0)"},
      {"lines", ".replace('\\n', ',').split(',').trim().where(length() > 0)"}};
  const std::size_t colon = filter.find(':');
  const std::string name = filter.substr(0, colon),
                    argument = colon == std::string::npos ? "" : filter.substr(colon + 1);
  if (name == "is") return fmt::format("{}.where($this={}).exists()", value, literal(argument));
  if (name == "map") return mapped(value, argument);
  const auto found = functions.find(name);
  return found == functions.end() ? value : value + found->second;
}

/// References that a response itself knows.
std::string reference_path(const std::string& name) {
  if (name == "@patient") return "%resource.subject.reference";
  return name == "@device" ? "%resource.author.reference" : "";
}

}  // namespace

std::string literal(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  return out + "'";
}

std::string begins_entry(const std::string& row) {
  return item_path(row) + "." + continues() + ".exists().not()";
}

std::string fhirpath_of(const forms::Placeholder& placeholder, const std::vector<Turn>& turns,
                        const FormTemplate& form) {
  const std::string& first = placeholder.names.front();
  if (first.starts_with('@')) return reference_path(first);
  if (placeholder.has_filter("none"))
    return fmt::format("{}.extension.where(url={}).value.where(code='none').exists()",
                       item_path(names_in(first, turns).front()),
                       literal(std::string(names::own_extension) + "reading-state"));
  std::string value = answer_path(first, turns, form, placeholder.has_filter("label"));
  if (placeholder.has_filter("moment")) return value;
  if (placeholder.names.size() > 1) {
    value += ".toString()";
    for (std::size_t i = 1; i < placeholder.names.size(); ++i)
      value += fmt::format(".combine({}.toString())", answer_path(placeholder.names[i], turns, form, false));
    value += ".join(' ').where($this != '')";
  }
  for (const std::string& filter : placeholder.filters) value = filtered(value, filter);
  return value;
}

std::string fhirpath_of(const std::string& text, const std::vector<Turn>& turns, const FormTemplate& form) {
  const std::vector<forms::TextPart> parts = forms::parts_of(text);
  if (parts.size() == 1 && parts.front().before.empty() && parts.front().placeholder)
    return fhirpath_of(*parts.front().placeholder, turns, form);
  std::string out;
  const auto add = [&](const std::string& part) { out += (out.empty() ? "" : " + ") + part; };
  for (const forms::TextPart& part : parts) {
    if (!part.before.empty()) add(literal(part.before));
    if (part.placeholder)  // several codes are listed, and nothing is empty text
      add("(" + fhirpath_of(*part.placeholder, turns, form) + ").select(toString()).join(', ').where($this != '')");
  }
  return out;
}

namespace {

/// Whether one of the fields of a placeholder is answered, and not by no.
std::string any_is_so(const forms::Placeholder& placeholder, const std::vector<Turn>& turns, const FormTemplate& form) {
  std::string out;
  for (const std::string& name : placeholder.names) {
    const Field* field = form.find(names_in(name, turns).front());
    const bool yes_no = field != nullptr && is_yes_no(*field);
    const std::string value = fhirpath_of(forms::Placeholder{{name}, placeholder.filters}, turns, form);
    if (value.empty()) continue;
    out += (out.empty() ? "(" : " or (") + value + (yes_no ? " = true)" : ").exists()");
  }
  return out.empty() ? "true" : "(" + out + ")";
}

}  // namespace

std::string condition_of(const std::string& text, const std::vector<Turn>& turns, const FormTemplate& form) {
  const std::vector<forms::TextPart> parts = forms::parts_of(text);
  if (!parts.front().placeholder) return "true";
  const forms::Placeholder& placeholder = *parts.front().placeholder;
  for (const std::string& filter : placeholder.filters)
    if (filter == "none" || filter.starts_with("is:")) return fhirpath_of(placeholder, turns, form);
  return any_is_so(placeholder, turns, form);
}

}  // namespace carescan::fhir
