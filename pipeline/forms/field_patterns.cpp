#include "pipeline/forms/field_patterns.hpp"

#include <algorithm>
#include <cctype>
#include <set>

namespace carescan::forms {
namespace {

constexpr std::size_t most_digits = 3;

bool is_digit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

/// The pattern that a name begins with: up to and with its star and the bracket after it.
std::string pattern_of(const std::string& name) {
  const std::size_t star = name.find('*');
  if (star == std::string::npos) return "";
  return name.substr(0, star + (name.compare(star, 2, "*]") == 0 ? 2 : 1));
}

}  // namespace

const Table* table_of(const std::string& pattern, const FormTemplate& form) {
  const auto found = std::find_if(form.tables.begin(), form.tables.end(),
                                  [&](const Table& table) { return table.name + "[*]" == pattern; });
  return found == form.tables.end() ? nullptr : &*found;
}

std::vector<int> numbers_of(const std::string& pattern, const FormTemplate& form) {
  const std::size_t star = pattern.find('*');
  if (star == std::string::npos || star + 1 != pattern.size() || star == 0) return {};
  std::set<int> numbers;
  for (const Field& field : form.fields) {
    if (!field.name.starts_with(pattern.substr(0, star))) continue;
    std::size_t end = star;
    while (end < field.name.size() && is_digit(field.name[end])) ++end;
    const bool whole = end == field.name.size() || field.name[end] == '_';
    if (whole && end > star && end - star <= most_digits)
      numbers.insert(std::stoi(field.name.substr(star, end - star)));
  }
  return {numbers.begin(), numbers.end()};
}

PatternKind pattern_kind(const std::string& pattern, const FormTemplate& form) {
  if (table_of(pattern, form) != nullptr) return PatternKind::rows;
  if (!numbers_of(pattern, form).empty()) return PatternKind::numbers;
  const Field* field = form.find(pattern);
  return field != nullptr && field->kind == FieldKind::choices ? PatternKind::codes : PatternKind::unknown;
}

std::vector<std::string> fields_named(const std::string& name, const FormTemplate& form) {
  const std::string pattern = pattern_of(name);
  if (pattern.empty()) return form.find(name) == nullptr ? std::vector<std::string>() : std::vector{name};
  const std::string rest = name.substr(pattern.size());
  std::vector<std::string> out;
  if (const Table* table = table_of(pattern, form)) {
    for (const Field& field : form.fields)
      if (field.table == table->name && "." + field.column == rest) out.push_back(field.name);
    return out;
  }
  for (const int number : numbers_of(pattern, form))
    if (const std::string full = pattern.substr(0, pattern.size() - 1) + std::to_string(number) + rest;
        form.find(full) != nullptr)
      out.push_back(full);
  return out;
}

}  // namespace carescan::forms
