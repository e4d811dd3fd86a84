#include "pipeline/model/table.hpp"

namespace carescan {

namespace {

void move_down(Field& field, double by) {
  field.box.y += by;
  for (BoxMm& cell : field.cells) cell.y += by;
  for (Option& option : field.options) option.box.y += by;
}

/// "needs[*].goal" → "needs[3].goal"; any other text as it is.
std::string in_row(const std::string& name, const std::string& table, int row) {
  const std::string any_row = table + "[*].";
  return name.starts_with(any_row) ? cell_name(table, row, name.substr(any_row.size())) : name;
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
  for (FieldRule& rule : field.rules) rule.argument = in_row(rule.argument, table.name, field.row);
  return field;
}

}  // namespace

std::string cell_row(const std::string& table, int row) {
  return table + "[" + std::to_string(row) + "]";
}

std::string cell_name(const std::string& table, int row, const std::string& column) {
  return cell_row(table, row) + "." + column;
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
