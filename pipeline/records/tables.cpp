#include "pipeline/records/tables.hpp"

#include <algorithm>
#include <map>

namespace carescan::records {
namespace {

/// The record's fields of one table row by row; empty where its page is missing.
std::vector<std::vector<RecordField*>> rows_of(const Table& table, Record& record) {
  std::map<std::string, RecordField*> by_name;
  for (RecordField& field : record.fields) by_name[field.name] = &field;
  std::vector<std::vector<RecordField*>> rows;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    rows.emplace_back();
    for (const Field& column : table.columns) {
      const auto found = by_name.find(cell_name(table.name, static_cast<int>(row) + 1, column.name));
      if (found == by_name.end()) return {};
      rows.back().push_back(found->second);
    }
  }
  return rows;
}

RowWriting writing_of(const Table& table, const std::vector<RecordField*>& row) {
  const auto written = [](const RecordField* field) { return is_written(*field); };
  if (std::ranges::none_of(row, written)) return RowWriting::blank;
  const auto key = std::ranges::find(table.columns, table.key, &Field::name) - table.columns.begin();
  if (table.key.empty() || is_written(*row[static_cast<std::size_t>(key)])) return RowWriting::begins;
  return RowWriting::goes_on;
}

void ask_about(const std::vector<RecordField*>& row, const std::string& code, const std::string& message,
               Record& record) {
  for (RecordField* field : row) add_reason(field->reasons, code);
  const RecordField& first = *row.front();
  record.issues.push_back({code, first.name, first.page, first.box, message});
}

void apply_table(const Table& table, Record& record) {
  const auto rows = rows_of(table, record);
  if (rows.empty()) return;
  std::vector<RowWriting> writing;
  for (const auto& row : rows) writing.push_back(writing_of(table, row));
  RowGroups groups = group_rows(writing);
  for (const int row : groups.continued)
    ask_about(rows[static_cast<std::size_t>(row) - 1], "row-continues",
              "the first thing every entry has is empty here: does the row go on from the one above?", record);
  for (const int row : groups.gaps)
    ask_about(rows[static_cast<std::size_t>(row) - 1], "row-gap",
              "the row is empty and one below it is written: is there faint writing in it?", record);
  record.tables.push_back({table.name, std::move(groups.entries)});
}

/// The rows of which this holds for every field.
std::set<std::string> rows_where(const Record& record, bool (*holds)(const RecordField&)) {
  std::map<std::string, bool> rows;
  for (const RecordField& field : record.fields) {
    bool& all = rows.try_emplace(row_name(field.name), true).first->second;
    all = all && holds(field);
  }
  rows.erase("");  // fields of no table
  std::set<std::string> names;
  for (const auto& [row, all] : rows)
    if (all) names.insert(row);
  return names;
}

}  // namespace

RowGroups group_rows(const std::vector<RowWriting>& rows) {
  RowGroups groups;
  std::vector<int> blank_so_far;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const int number = static_cast<int>(i) + 1;
    if (rows[i] == RowWriting::blank) {
      blank_so_far.push_back(number);
      continue;
    }
    groups.gaps.insert(groups.gaps.end(), blank_so_far.begin(), blank_so_far.end());
    blank_so_far.clear();
    const bool above_is_written = i > 0 && rows[i - 1] != RowWriting::blank;
    if (rows[i] == RowWriting::goes_on) groups.continued.push_back(number);
    if (rows[i] == RowWriting::goes_on && above_is_written)
      groups.entries.back().push_back(number);
    else
      groups.entries.push_back({number});
  }
  return groups;
}

bool is_written(const RecordField& field) {
  return field.state != FieldState::blank && field.value != Value(false);
}

void apply_tables(const FormTemplate& form, Record& record) {
  for (const Table& table : form.tables) apply_table(table, record);
}

std::set<std::string> blank_rows(const Record& record) {
  return rows_where(record, [](const RecordField& field) { return !is_written(field); });
}

std::set<std::string> empty_rows(const Record& record) {
  return rows_where(record, [](const RecordField& f) { return !is_written(f) && (f.accepted || f.reviewed); });
}

}  // namespace carescan::records
