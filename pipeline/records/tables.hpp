#pragma once

#include <set>
#include <string>
#include <vector>

#include "pipeline/model/form_template.hpp"
#include "pipeline/model/record.hpp"

namespace carescan::records {

/// What one row of a table says of where an entry begins.
enum class RowWriting {
  blank,   ///< nothing in any of its fields
  begins,  ///< written, its key column too (or the table has none)
  goes_on  ///< written, but for its key column
};

/// How the rows of a table hang together: which rows (from 1) hold one entry, and which of them are doubtful.
struct RowGroups {
  std::vector<std::vector<int>> entries;  ///< top to bottom; blank rows are in none
  std::vector<int> continued;             ///< written rows without their key: of the entry above, or the key is lost
  std::vector<int> gaps;                  ///< blank rows above a written one: what is there may be too faint to see
};

/// Groups the rows of one table, given from the top. A row that goes on belongs to the entry of the row right above it;
/// with no written row there it is an entry of its own. It is doubtful either way.
RowGroups group_rows(const std::vector<RowWriting>& rows);

/// Whether a person put anything into a field: any state but blank, and an empty tick box is none.
bool is_written(const RecordField&);

/// Fills `record.tables` and asks about doubtful rows: reason "row-continues" on all fields of a row without its key,
/// "row-gap" on those of a blank row above a written one, one Issue each. Tables of missing pages are left out.
void apply_tables(const FormTemplate&, Record&);

/// The rows in which nothing is written, named as their fields begin: "needs[3]".
std::set<std::string> blank_rows(const Record&);

/// Those of them that nobody needs to look at: every field accepted or reviewed. CSV and FHIR leave them out.
std::set<std::string> empty_rows(const Record&);

}  // namespace carescan::records
