#include "pipeline/rehearsal/score_rows.hpp"

#include "pipeline/model/table.hpp"

namespace carescan::rehearsal {
namespace {

/// What truth and record say of one row together.
struct Row {
  bool written = false;   ///< on the paper
  bool says = false;      ///< the record has something in it
  bool believes = false;  ///< and accepts it
  bool all_empty = true;  ///< every field read, empty and accepted
};

// "None", told by a box beside the table, is an empty row that somebody has seen to.
bool says_something(const nlohmann::json& field) {
  return field.at("state") != "blank" && field.at("state") != "none" && field.at("value") != false;
}

void add(const ScoredField& field, Row& row) {
  row.written = row.written || field.truth->inked;
  const bool says = field.found && says_something(*field.found);
  row.says = row.says || says;
  row.believes = row.believes || (says && field.outcome.accepted);
  row.all_empty = row.all_empty && field.found && !says && field.outcome.accepted;
}

}  // namespace

void score_rows(const std::vector<ScoredField>& fields, std::map<std::string, RowTally>& by_table) {
  std::map<std::string, Row> rows;
  for (const ScoredField& field : fields)
    if (const std::string name = row_name(field.truth->name); !name.empty()) add(field, rows[name]);
  for (const auto& [name, row] : rows) {
    RowTally& tally = by_table[name.substr(0, name.find('['))];
    tally.truth += row.written;
    tally.found += row.written && row.says;
    tally.lost += row.written && row.all_empty;
    tally.invented += !row.written && row.believes;
  }
}

}  // namespace carescan::rehearsal
