#include "pipeline/model/table.hpp"

#include <string_view>

namespace carescan {

namespace {

void move_down(Field& field, double by) {
  field.box.y += by;
  for (BoxMm& cell : field.cells) cell.y += by;
  for (Option& option : field.options) option.box.y += by;
}

/// Stands for the number of the row that a rule is about.
constexpr std::string_view every_row = "[*]";

/// The cell of the same row where the text names one; a date or a pattern stays as it is.
std::string beside(const std::string& text, const std::string& table, int row) {
  return text.starts_with(table + std::string(every_row) + ".") ? in_row(text, row) : text;
}

Field cell(const Table& table, const Field& column, std::size_t row) {
  Field field = column;
  field.table = table.name;
  field.row = static_cast<int>(row) + 1;
  field.column = column.name;
  field.name = cell_name(table.name, field.row, column.name);
  field.label = column.label + ", row " + std::to_string(field.row);
  field.page = table.page;
  move_down(field, table.rows[row] - table.rows.front());
  for (FieldRule& rule : field.rules)
    for (std::string* name : {&rule.argument, &rule.min_field, &rule.max_field})
      *name = beside(*name, table.name, field.row);
  return field;
}

}  // namespace

std::string cell_row(const std::string& table, int row) {
  return table + "[" + std::to_string(row) + "]";
}

std::string cell_name(const std::string& table, int row, const std::string& column) {
  return cell_row(table, row) + "." + column;
}

std::string in_row(std::string name, int row) {
  if (const auto at = name.find(every_row); at != std::string::npos)
    name.replace(at, every_row.size(), cell_row("", row));
  return name;
}

std::string row_name(const std::string& field) {
  const std::size_t end = field.find("].");
  return end == std::string::npos ? std::string{} : field.substr(0, end + 1);
}

std::vector<Field> cells_of(const Table& table) {
  std::vector<Field> cells;
  for (std::size_t row = 0; row < table.rows.size(); ++row)
    for (const Field& column : table.columns) cells.push_back(cell(table, column, row));
  return cells;
}

}  // namespace carescan
