#include "pipeline/fhir/json_tree.hpp"

#include <algorithm>
#include <cctype>

#include "pipeline/fhir/json_reader.hpp"
#include "pipeline/fhir/utf8.hpp"

namespace carescan::fhir {
namespace {

bool starts_with_mark(const std::string& bytes) {
  return bytes.starts_with("\xEF\xBB\xBF");
}

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

bool is_name_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

}  // namespace

std::optional<Json> parse_strictly(const std::string& bytes, std::vector<Finding>& findings) {
  if (starts_with_mark(bytes))
    error(findings, "structure", "", "The file begins with a byte order mark; FHIR JSON is UTF-8 without one.");
  if (!is_utf8(bytes)) {
    error(findings, "structure", "", "The file is not valid UTF-8.");
    return std::nullopt;
  }
  JsonReader reader(findings);
  if (!Json::sax_parse(bytes, &reader)) return std::nullopt;
  return std::move(reader.root());
}

std::string text_of(const Json& object, std::string_view member) {
  const Json& value = member_of(object, member);
  return value.is_string() ? value.get<std::string>() : std::string();
}

std::string_view view_of(const Json& object, std::string_view member) {
  const Json& value = member_of(object, member);
  return value.is_string() ? std::string_view(value.get_ref<const std::string&>()) : std::string_view();
}

const Json& member_of(const Json& object, std::string_view member) {
  static const Json nothing;
  if (!object.is_object()) return nothing;
  for (auto it = object.begin(); it != object.end(); ++it)
    if (it.key() == member) return *it;
  return nothing;
}

bool has(const Json& object, std::string_view name) {
  return !member_of(object, name).is_null() || !member_of(object, "_" + std::string(name)).is_null();
}

bool has_choice(const Json& object, std::string_view stem) {
  if (!object.is_object()) return false;
  for (auto it = object.begin(); it != object.end(); ++it) {
    std::string_view key = it.key();
    if (key.starts_with('_')) key.remove_prefix(1);
    if (key.size() > stem.size() && key.starts_with(stem) && is_upper(key[stem.size()])) return true;
  }
  return false;
}

std::string path_name(std::string_view name) {
  const bool fits = !name.empty() && name.size() <= 64 && std::isdigit(static_cast<unsigned char>(name[0])) == 0 &&
                    std::all_of(name.begin(), name.end(), is_name_character);
  return fits ? std::string(name) : std::string();
}

void error(std::vector<Finding>& findings, std::string code, std::string expression, std::string message) {
  findings.push_back({"error", std::move(code), std::move(expression), std::move(message)});
}

void warning(std::vector<Finding>& findings, std::string code, std::string expression, std::string message) {
  findings.push_back({"warning", std::move(code), std::move(expression), std::move(message)});
}

}  // namespace carescan::fhir
