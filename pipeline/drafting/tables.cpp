#include "pipeline/drafting/tables.hpp"

#include <algorithm>

#include "pipeline/drafting/geometry.hpp"
#include "pipeline/drafting/marks.hpp"
#include "pipeline/drafting/naming.hpp"

namespace carescan::drafting {

namespace {

constexpr double title_above_mm = 9, title_aside_mm = 6, heading_above_mm = 25;

std::vector<BoxMm> marks_in(const BoxMm& cell, const Parts& parts) {
  std::vector<BoxMm> inside;
  for (const BoxMm& mark : parts.marks)
    if (holds(cell, middle(mark))) inside.push_back(mark);
  return inside;
}

std::vector<Comb> combs_in(const BoxMm& cell, const Parts& parts) {
  std::vector<Comb> inside;
  for (const Comb& comb : parts.combs)
    if (holds(cell, middle(comb.box))) inside.push_back(comb);
  return inside;
}

int rules_in(const BoxMm& cell, const Parts& parts) {
  return static_cast<int>(
      std::count_if(parts.rules.begin(), parts.rules.end(), [&](const BoxMm& rule) { return is_inside(rule, cell); }));
}

bool has_headings(const std::vector<BoxMm>& row, const PageText& text) {
  const auto said = std::count_if(row.begin(), row.end(), [&](const BoxMm& c) { return !text.inside(c).empty(); });
  return 2 * said > static_cast<long>(row.size());
}

/// Words of the heading, and what follows them in smaller type.
std::pair<std::string, std::string> heading_of(const BoxMm& cell, PageText& text) {
  std::string label, hint;
  for (const std::size_t block : text.inside(cell)) {
    label += (label.empty() ? "" : " ") + text.use(block).text;
    hint += text.blocks()[block].hint;
  }
  return {label, hint};
}

/// A column whose rows have words of their own where nothing is marked: the rows are questions.
bool rows_have_names(const Grid& grid, std::size_t first, const Parts& parts, const PageText& text) {
  for (std::size_t column = 0; column < grid.rows.front().size(); ++column) {
    std::size_t said = 0;
    for (std::size_t row = first; row < grid.rows.size(); ++row) {
      const BoxMm& cell = grid.rows[row][column];
      said += marks_in(cell, parts).empty() && !text.inside(cell).empty();
    }
    if (2 * said >= grid.rows.size() - first) return true;
  }
  return false;
}

bool rows_are_alike(const Grid& grid, std::size_t first, const Parts& parts) {
  for (std::size_t row = first + 1; row < grid.rows.size(); ++row)
    for (std::size_t column = 0; column < grid.rows[row].size(); ++column) {
      const BoxMm &one = grid.rows[first][column], &other = grid.rows[row][column];
      if (marks_in(one, parts).size() != marks_in(other, parts).size() ||
          combs_in(one, parts).size() != combs_in(other, parts).size())
        return false;
    }
  return true;
}

/// What is filled in in one cell of the first row.
std::vector<Field> columns_of(const BoxMm& cell, const std::string& label, const std::string& hint, const Parts& parts,
                              PageText& text) {
  std::vector<Field> columns;
  for (const Comb& comb : combs_in(cell, parts)) {
    Field field;
    field.label = label;
    field.box = comb.box;
    field.cells = comb.cells;
    guess_kind(field, label, hint, 0);
    columns.push_back(std::move(field));
  }
  const std::vector<BoxMm> marks = marks_in(cell, parts);
  for (Field& field : mark_fields(marks, {{cell}, {}}, text)) {
    if (field.label.empty() || !field.options.empty()) field.label = label;
    columns.push_back(std::move(field));
  }
  if (!columns.empty()) return columns;
  Field field;
  field.label = label;
  field.box = cell;
  guess_kind(field, label, hint, rules_in(cell, parts));
  return {field};
}

}  // namespace

std::optional<Table> table_of(const Grid& grid, const Parts& parts, PageText& text) {
  const std::size_t first = has_headings(grid.rows.front(), text) ? 1 : 0;
  if (grid.rows.size() < first + 2 || rows_have_names(grid, first, parts, text) || !rows_are_alike(grid, first, parts))
    return std::nullopt;
  Table table;
  table.box = grid.box();
  if (const auto title = text.above(table.box, title_above_mm, title_aside_mm)) table.label = text.use(*title).text;
  if (table.label.empty()) table.label = text.heading_above(table.box, heading_above_mm);
  for (std::size_t i = 0; i < grid.rows.front().size(); ++i) {
    const auto [label, hint] =
        first == 1 ? heading_of(grid.rows.front()[i], text) : std::pair<std::string, std::string>{};
    for (Field& column : columns_of(grid.rows[first][i], label, hint, parts, text))
      table.columns.push_back(std::move(column));
  }
  for (std::size_t row = first; row < grid.rows.size(); ++row) {
    table.rows.push_back(grid.rows[row].front().y);
    for (const BoxMm& cell : grid.rows[row])
      for (const std::size_t block : text.inside(cell)) text.use(block);
  }
  return table;
}

}  // namespace carescan::drafting
