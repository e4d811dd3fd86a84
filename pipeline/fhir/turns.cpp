#include "pipeline/fhir/turns.hpp"

#include <algorithm>
#include <set>

#include "pipeline/forms/field_patterns.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/records/tables.hpp"

namespace carescan::fhir {
namespace {

/// The entries that the record tells apart; a record without them (made by hand) has an entry a row.
std::vector<std::vector<int>> entries_of(const std::string& table, const Document& document) {
  for (const RecordTable& found : document.record.tables)
    if (found.name == table) return found.entries;
  const std::set<std::string> blank = records::blank_rows(document.record);
  std::vector<std::vector<int>> rows;
  std::set<std::string> seen;
  for (const RecordField& field : document.record.fields)
    if (const std::string row = row_name(field.name);
        row.starts_with(table + "[") && !blank.contains(row) && seen.insert(row).second)
      rows.push_back({std::stoi(row.substr(table.size() + 1))});
  return rows;
}

std::vector<Turn> turns_of_rows(const std::string& pattern, const Document& document) {
  const std::string& table = forms::table_of(pattern, document.form)->name;
  std::vector<Turn> turns;
  for (const std::vector<int>& rows : entries_of(table, document)) {
    Turn turn{pattern, {}};
    for (const int row : rows) turn.places.push_back(cell_row(table, row));
    turns.push_back(turn);
  }
  return turns;
}

std::vector<Turn> turns_of_numbers(const std::string& pattern, const Document& document) {
  std::vector<Turn> turns;
  for (const int number : forms::numbers_of(pattern, document.form))
    turns.push_back({pattern, {pattern.substr(0, pattern.size() - 1) + std::to_string(number)}});
  return turns;
}

/// The marked codes in the order in which the form prints them.
std::vector<Turn> turns_of_codes(const std::string& name, const Document& document) {
  std::vector<Turn> turns;
  const RecordField* read = document.record.find(name);
  if (read == nullptr || read->state != FieldState::read || !is_usable(*read)) return turns;
  const auto* codes = std::get_if<std::vector<std::string>>(&read->value);
  for (const Option& option : document.form.find(name)->options)
    if (codes != nullptr && std::find(codes->begin(), codes->end(), option.code) != codes->end())
      turns.push_back({name, {name}, option.code});
  return turns;
}

}  // namespace

std::vector<Turn> turns_of(const std::string& pattern, const Document& document) {
  switch (forms::pattern_kind(pattern, document.form)) {
    case forms::PatternKind::rows:
      return turns_of_rows(pattern, document);
    case forms::PatternKind::numbers:
      return turns_of_numbers(pattern, document);
    case forms::PatternKind::codes:
      return turns_of_codes(pattern, document);
    case forms::PatternKind::unknown:
      break;
  }
  throw Failure{"template-mapping", "form.json",
                "the fhir part has a for_each over \"" + pattern + "\", which the form does not have",
                "name a table as \"needs[*]\", numbered fields as \"allergy_*\" or a field of kind choices"};
}

std::vector<std::string> names_in(const std::string& name, const std::vector<Turn>& turns) {
  for (auto turn = turns.rbegin(); turn != turns.rend(); ++turn) {
    if (!name.starts_with(turn->pattern)) continue;
    std::vector<std::string> out;
    for (const std::string& place : turn->places) out.push_back(place + name.substr(turn->pattern.size()));
    return out;
  }
  return {name};
}

}  // namespace carescan::fhir
