#pragma once

#include <string>
#include <vector>

#include "pipeline/model/field.hpp"

namespace carescan {

/// A table of a form: the same columns row by row. Its cells are ordinary fields of the form, "needs[3].goal".
struct Table {
  std::string name, label;
  int page = 1;
  BoxMm box;                   ///< heading and rows
  std::vector<Field> columns;  ///< as they lie in the first row; `name` is the column's ("goal")
  std::vector<double> rows;    ///< top of each row, mm; row k is the first one moved down by rows[k] - rows[0]
  std::string key;  ///< column that every entry has: a row without it goes on from the row above; empty: none does
};

/// The name of a table's row, with which its cells' names begin: "needs[3]", rows from 1.
std::string cell_row(const std::string& table, int row);

/// The name of a table's cell: "needs[3].goal".
std::string cell_name(const std::string& table, int row, const std::string& column);

/// The row of a field by its name, "needs[3]" of "needs[3].goal"; empty for a field of no table.
std::string row_name(const std::string& field);

/// The field that a rule's name means in row `row` (from 1): "obs[*].pulse" in row 2 is "obs[2].pulse". A name without
/// "[*]" is the same in every row.
std::string in_row(std::string name, int row);

/// The cells of a table as fields, row by row, labelled "Goal, row 3". Where a column's rule names a field,
/// "needs[*].goal" is the goal of the same row.
std::vector<Field> cells_of(const Table& table);

}  // namespace carescan
