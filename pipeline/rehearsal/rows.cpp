#include "pipeline/rehearsal/rows.hpp"

namespace carescan::rehearsal {
namespace {

constexpr double none_share = 0.12, all_share = 0.15;
constexpr double gap_share = 0.04;        // of tables with room for one
constexpr double continued_share = 0.08;  // of rows below a written one

int rows_filled(int rows, Chance& chance) {
  if (chance.happens(none_share)) return 0;
  return chance.happens(all_share) ? rows : chance.integer(1, rows);
}

void leave_empty(const Table& table, int row, std::map<std::string, Wish>& wishes) {
  for (const Field& column : table.columns) wishes[cell_name(table.name, row, column.name)] = {};
}

bool has_writing(const Table& table, int row, const std::map<std::string, Wish>& wishes) {
  for (const Field& column : table.columns)
    if (!wishes.at(cell_name(table.name, row, column.name)).empty()) return true;
  return false;
}

/// The row goes on from the one above: its key is empty. A row of nothing but its key is an entry of its own.
void go_on(const Table& table, int row, std::map<std::string, Wish>& wishes) {
  Wish& key = wishes[cell_name(table.name, row, table.key)];
  const Wish kept = key;
  key = {};
  if (!has_writing(table, row, wishes)) key = kept;
}

}  // namespace

void leave_rows_empty(const Table& table, std::map<std::string, Wish>& wishes, Chance chance) {
  const int rows = static_cast<int>(table.rows.size()), filled = rows_filled(rows, chance);
  for (int row = filled + 1; row <= rows; ++row) leave_empty(table, row, wishes);
  for (int row = 2; row <= filled; ++row)
    if (!table.key.empty() && chance.happens(continued_share)) go_on(table, row, wishes);
  if (filled > 2 && chance.happens(gap_share)) leave_empty(table, chance.integer(2, filled - 1), wishes);
}

}  // namespace carescan::rehearsal
