#include "pipeline/forms/findings.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace carescan::forms {

namespace {

const Table* table_of(const FormTemplate& form, const Field& field) {
  const auto found = std::ranges::find(form.tables, field.table, &Table::name);
  return field.table.empty() || found == form.tables.end() ? nullptr : &*found;
}

}  // namespace

// form.json has one member a table where the form has many fields.
Findings::Findings(const FormTemplate& form) : form_(form), file_((form.folder / "form.json").string()) {
  std::size_t member = 0;
  std::map<std::string, std::size_t> cells;  // seen of a table: they come row by row, and columns may share a name
  for (const Field& field : form.fields) {
    const Table* table = table_of(form, field);
    if (table == nullptr) {
      places_.push_back(fmt::format("/fields/{}", member++));
      continue;
    }
    const auto [place, is_new] = table_places_.try_emplace(table->name, fmt::format("/fields/{}", member));
    if (is_new) ++member;
    places_.push_back(fmt::format("{}/columns/{}", place->second, cells[table->name]++ % table->columns.size()));
  }
}

// What is wrong with a column is wrong in every row, and told once.
void Findings::add(std::string id, Severity severity, std::string pointer, std::string message) {
  const auto same = [&](const Finding& other) { return other.id == id && other.pointer == pointer; };
  if (pointer.find("/columns/") != std::string::npos && std::ranges::any_of(found_, same)) return;
  found_.push_back({std::move(id), severity, file_, std::move(pointer), std::move(message)});
}

}  // namespace carescan::forms
