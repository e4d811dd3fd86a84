#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "pipeline/forms/findings.hpp"

namespace carescan::forms {

namespace {

// As of boxes elsewhere: a layout rounds, and neighbours share a line.
constexpr double slack_mm = 0.1, shared_line_mm = 0.3;

void check_kind(Findings& out, const Table& table, std::set<std::string>& seen) {
  const std::string& place = out.place(table);
  if (!seen.insert(table.name).second || out.form().find(table.name) != nullptr)
    out.error("duplicate-name", place + "/name",
              fmt::format("'{}' is the name of another field too; give this table its own name", table.name));
  const bool has_key = std::ranges::find(table.columns, table.key, &Field::name) != table.columns.end();
  if (!table.key.empty() && !has_key)
    out.error("no-such-column", place + "/continues",
              fmt::format("'{}' is not a column of '{}': name the column that every entry has", table.key, table.name));
}

BoxMm row_box(const Table& table, std::size_t row) {
  BoxMm box = table.columns.front().box;
  for (const Field& column : table.columns) {
    const double right = std::max(box.right(), column.box.right()),
                 bottom = std::max(box.bottom(), column.box.bottom());
    box.x = std::min(box.x, column.box.x);
    box.y = std::min(box.y, column.box.y);
    box.width = right - box.x;
    box.height = bottom - box.y;
  }
  box.y += table.rows[row] - table.rows.front();
  return box;
}

void check_row(Findings& out, const Table& table, std::size_t row) {
  const std::string place = fmt::format("{}/rows/{}", out.place(table), row);
  if (!table.box.grown(slack_mm).contains(row_box(table, row)))
    out.error("row-outside-table", place,
              fmt::format("row {} of '{}' is not inside the table's box", row + 1, table.name));
  if (row > 0 && row_box(table, row - 1).bottom() > row_box(table, row).y + shared_line_mm)
    out.error("rows-overlap", place,
              fmt::format("row {} of '{}' begins before the row above it ends; rows stand from top to bottom", row + 1,
                          table.name));
}

}  // namespace

void check_tables(Findings& out) {
  std::set<std::string> seen;
  for (const Table& table : out.form().tables) {
    check_kind(out, table, seen);
    for (std::size_t row = 0; row < table.rows.size(); ++row) check_row(out, table, row);
  }
}

}  // namespace carescan::forms
