// Tables are filled as people fill them, and rows lost and invented are counted.
#include "pipeline/rehearsal/rows.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "pipeline/rehearsal/made_up.hpp"
#include "pipeline/rehearsal/score_rows.hpp"
#include "pipeline/rehearsal/truth.hpp"
#include "tests/unit/rehearsal/test_form.hpp"

using namespace carescan;
using namespace carescan::rehearsal;

namespace {

constexpr int rows = 6;

Table table() {
  Table made;
  made.name = "visits";
  made.columns = {test::field("on", FieldKind::date, {20, 50, 40, 8}),
                  test::field("goal", FieldKind::text, {70, 50, 60, 8}),
                  test::field("seen", FieldKind::checkbox, {140, 50, 5, 5})};
  for (int row = 0; row < rows; ++row) made.rows.push_back(50 + 10 * row);
  made.key = "on";
  return made;
}

FormTemplate form() {
  FormTemplate made;
  made.id = "visits";
  made.version = "1";
  made.pages = {{1, 210, 297}};
  made.tables = {table()};
  made.fields = cells_of(table());
  return made;
}

using Wishes = std::map<std::string, Wish>;

bool written(const Wishes& wishes, int row) {
  for (const Field& column : table().columns)
    if (!wishes.at(cell_name("visits", row, column.name)).empty()) return true;
  return false;
}

bool has(const Wishes& wishes, int row, const std::string& column) {
  return !wishes.at(cell_name("visits", row, column)).empty();
}

}  // namespace

TEST_CASE("synth fills tables with none and some and all rows and mostly from the top") {
  std::set<int> counts;
  int gaps = 0, continued = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    Chance chance(seed);
    const Wishes wishes = make_up(form(), chance);
    int filled = 0, last = 0;
    for (int row = 1; row <= rows; ++row)
      if (written(wishes, row)) ++filled, last = row;
    counts.insert(filled);
    gaps += filled < last;
    for (int row = 2; row <= last; ++row)
      continued += written(wishes, row) && !has(wishes, row, "on") && has(wishes, row - 1, "on");
  }
  CHECK(counts == std::set<int>{0, 1, 2, 3, 4, 5, 6});
  CHECK(gaps > 3);
  CHECK(gaps < 60);
  CHECK(continued > 30);
}

TEST_CASE("synth writes dates down a table in order and phrases by the column") {
  std::set<std::string> goals;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Chance chance(seed);
    const Wishes wishes = make_up(form(), chance);
    std::string before;
    for (int row = 1; row <= rows; ++row) {
      const std::string& on = wishes.at(cell_name("visits", row, "on")).text;
      if (!on.empty()) CHECK(before < on);
      if (!on.empty()) before = on;
      if (has(wishes, row, "goal")) goals.insert(wishes.at(cell_name("visits", row, "goal")).text);
    }
  }
  CHECK(goals.contains("To dress on my own"));
  CHECK_FALSE(goals.contains("Enjoys music and old films."));
}

TEST_CASE("the same chance leaves the same rows empty") {
  Wishes all;
  for (const Field& cell : form().fields) all[cell.name] = {.text = "x"};
  Wishes one = all, other = all;
  leave_rows_empty(table(), one, Chance(7));
  leave_rows_empty(table(), other, Chance(7));
  for (const auto& [name, wish] : one) CHECK(wish.text == other.at(name).text);
}

TEST_CASE("the truth says in how many rows somebody wrote") {
  TrueDocument document;
  document.form = "visits";
  for (const Field& cell : form().fields) document.fields[cell.name] = {.kind = cell.kind};
  const Ink ink{{{{{1, 1}, {2, 2}}}, false}};
  document.fields["visits[1].on"].ink = ink;
  document.fields["visits[1].goal"].ink = ink;
  document.fields["visits[4].seen"].ink = ink;
  const auto json = nlohmann::json::parse(truth_json("a.pdf", {document}));
  CHECK(json["documents"][0]["tables"] == nlohmann::json{{"visits", 2}});
}

namespace {

/// One row of one cell as score sees it.
struct Seen {
  bool inked;
  const char* state;  ///< nullptr: its page was not read
  bool accepted;
};

RowTally tally(const std::vector<Seen>& seen) {
  std::vector<TrueField> truths;
  std::vector<nlohmann::json> found;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    TrueField truth;
    truth.name = cell_name("visits", static_cast<int>(i) + 1, "goal");
    truth.inked = seen[i].inked;
    truths.push_back(truth);
    found.push_back({{"state", seen[i].state ? seen[i].state : ""}, {"value", nullptr}});
  }
  std::vector<ScoredField> fields;
  for (std::size_t i = 0; i < seen.size(); ++i)
    fields.push_back({.truth = &truths[i],
                      .kind = "text",
                      .found = seen[i].state ? &found[i] : nullptr,
                      .outcome = {.accepted = seen[i].accepted}});
  std::map<std::string, RowTally> by_table;
  score_rows(fields, by_table);
  return by_table.at("visits");
}

}  // namespace

TEST_CASE("score counts rows found and lost and invented") {
  const RowTally rows = tally({{true, "read", false},       // found and asked
                               {true, "illegible", false},  // found, too: something is there
                               {true, "blank", true},       // lost
                               {true, "blank", false},      // asked: neither found nor lost
                               {true, nullptr, false},      // its page was not read
                               {false, "read", true},       // invented
                               {false, "read", false},      // asked: not invented
                               {false, "none", true},       // a box beside the table says that there is none
                               {false, "blank", true}});
  CHECK(rows.truth == 5);
  CHECK(rows.found == 2);
  CHECK(rows.lost == 1);
  CHECK(rows.invented == 1);
}

TEST_CASE("a row is lost only when all its cells are accepted as empty") {
  TrueField on, seen;
  on.name = "visits[1].on", on.inked = true;
  seen.name = "visits[1].seen";
  const nlohmann::json blank{{"state", "blank"}, {"value", nullptr}}, unticked{{"state", "read"}, {"value", false}};
  std::vector<ScoredField> fields{{&on, "date", &blank, {.accepted = true}},
                                  {&seen, "checkbox", &unticked, {.accepted = true}}};
  std::map<std::string, RowTally> by_table;
  score_rows(fields, by_table);
  CHECK(by_table.at("visits").lost == 1);
  fields[1].outcome.accepted = false;
  score_rows(fields, by_table);
  CHECK(by_table.at("visits").lost == 1);
  CHECK(by_table.at("visits").truth == 2);
}
