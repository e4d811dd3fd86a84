// Which rows of a table hold one entry, and which of them a person must look at.
#include "pipeline/records/tables.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "pipeline/records/decide.hpp"
#include "pipeline/records/record_json.hpp"

using namespace carescan;
using namespace carescan::records;

namespace {

using Rows = std::vector<int>;
using Entries = std::vector<Rows>;

/// "KC.K" as rows: K begins an entry, C is written but for its key, '.' is blank.
RowGroups grouped(const std::string& rows) {
  std::vector<RowWriting> writing;
  for (const char c : rows)
    writing.push_back(c == 'K' ? RowWriting::begins : c == 'C' ? RowWriting::goes_on : RowWriting::blank);
  return group_rows(writing);
}

Field column(const std::string& name, FieldKind kind, double x) {
  Field field;
  field.name = field.label = name;
  field.kind = kind;
  field.box = {x, 20, 40, 8};
  return field;
}

/// A form of one table: need, goal and a tick box in four rows.
FormTemplate form(const std::string& key = "need") {
  FormTemplate out;
  out.id = "needs-list";
  out.version = "1";
  out.pages = {{1, 210, 297}};
  Table table;
  table.name = "needs";
  table.box = {10, 15, 190, 40};
  table.columns = {column("need", FieldKind::text, 10), column("goal", FieldKind::text, 60),
                   column("met", FieldKind::checkbox, 120)};
  table.rows = {20, 30, 40, 50};
  table.key = key;
  out.fields = cells_of(table);
  out.tables = {table};
  return out;
}

/// What stands in the four rows, three letters a row: 'w' written, '.' blank, '?' illegible, 'x' ticked, 'o' not
/// ticked.
std::vector<Reading> readings(const FormTemplate& of, const std::string& cells) {
  std::vector<Reading> out;
  for (std::size_t i = 0; i < of.fields.size(); ++i) {
    Reading reading;
    reading.field = of.fields[i].name;
    reading.confidence = 0.999;
    switch (cells[i]) {
      case 'w':
        reading.state = FieldState::read, reading.value = std::string("words");
        break;
      case '?':
        reading.state = FieldState::illegible;
        break;
      case 'x':
      case 'o':
        reading.state = FieldState::read, reading.value = cells[i] == 'x';
        break;
      default:
        reading.state = FieldState::blank;
    }
    out.push_back(reading);
  }
  return out;
}

Record record(const std::string& cells, const FormTemplate& of = form()) {
  RecordPage page;
  page.number = 1;
  return make_record("00000000-0000-5000-8000-000000000000", of, {page}, readings(of, cells), default_policy());
}

bool says(const Record& from, const std::string& field, const std::string& reason) {
  const auto& reasons = from.find(field)->reasons;
  return std::find(reasons.begin(), reasons.end(), reason) != reasons.end();
}

}  // namespace

TEST_CASE("group_rows: the truth table of rows that begin and go on and are blank") {
  struct Case {
    std::string rows;
    Entries entries;
    Rows continued, gaps;
  };
  const std::vector<Case> cases{
      {"", {}, {}, {}},
      {"....", {}, {}, {}},
      {"K...", {{1}}, {}, {}},
      {"KKKK", {{1}, {2}, {3}, {4}}, {}, {}},
      {"KC..", {{1, 2}}, {2}, {}},
      {"KCCK", {{1, 2, 3}, {4}}, {2, 3}, {}},
      {"KCKC", {{1, 2}, {3, 4}}, {2, 4}, {}},
      {"C...", {{1}}, {1}, {}},  // nothing to go on from
      {"CCK.", {{1, 2}, {3}}, {1, 2}, {}},
      {"K.K.", {{1}, {3}}, {}, {2}},
      {"K..K", {{1}, {4}}, {}, {2, 3}},
      {".K..", {{2}}, {}, {1}},
      {"K.C.", {{1}, {3}}, {3}, {2}},  // goes on from a blank row: doubtful both ways
      {".C.K", {{2}, {4}}, {2}, {1, 3}},
  };
  for (const Case& one : cases) {
    CAPTURE(one.rows);
    const RowGroups groups = grouped(one.rows);
    CHECK(groups.entries == one.entries);
    CHECK(groups.continued == one.continued);
    CHECK(groups.gaps == one.gaps);
  }
}

TEST_CASE("tables: entries end with the last written row and nobody is asked about the rows below") {
  const Record found = record(
      "wwx"
      "wwo"
      "..o"
      "..o");
  REQUIRE(found.tables.size() == 1);
  CHECK(found.tables[0].name == "needs");
  CHECK(found.tables[0].entries == Entries{{1}, {2}});
  CHECK(found.find("needs[3].need")->accepted);
  CHECK(found.issues.empty());
}

TEST_CASE("tables: a row without its key goes on and every field of it is asked") {
  const Record found = record(
      "wwx"
      ".wo"
      "..o"
      "..o");
  CHECK(found.tables[0].entries == Entries{{1, 2}});
  for (const char* field : {"needs[2].need", "needs[2].goal", "needs[2].met"}) {
    CHECK(says(found, field, "row-continues"));
    CHECK_FALSE(found.find(field)->accepted);
  }
  CHECK_FALSE(says(found, "needs[1].goal", "row-continues"));
  REQUIRE(found.issues.size() == 1);
  CHECK(found.issues[0].code == "row-continues");
  CHECK(found.issues[0].field == "needs[2].need");
}

TEST_CASE("tables: without a key column no row goes on") {
  CHECK(record("wwx"
               ".wo"
               "..o"
               "..o",
               form(""))
            .tables[0]
            .entries == Entries{{1}, {2}});
}

TEST_CASE("tables: a blank row above a written one is asked about") {
  const Record found = record(
      "wwx"
      "..o"
      "www"
      "..o");
  CHECK(found.tables[0].entries == Entries{{1}, {3}});
  CHECK(says(found, "needs[2].goal", "row-gap"));
  CHECK(says(found, "needs[2].met", "row-gap"));
  CHECK_FALSE(says(found, "needs[4].goal", "row-gap"));
  CHECK_FALSE(found.find("needs[2].goal")->accepted);
}

TEST_CASE("tables: ink that cannot be read and a lone tick are rows, too") {
  CHECK(record("wwo"
               "?.o"
               "..o"
               "..o")
            .tables[0]
            .entries == Entries{{1}, {2}});
  CHECK(record("wwo"
               "..x"
               "..o"
               "..o")
            .tables[0]
            .entries == Entries{{1, 2}});
}

TEST_CASE("tables: a row that may be blank is asked and stays in the CSV") {
  const FormTemplate of = form();
  std::vector<Reading> faint = readings(of,
                                        "wwx"
                                        "..o"
                                        "..o"
                                        "..o");
  faint[3].confidence = 0.6;  // needs[2].need
  RecordPage page;
  page.number = 1;
  const Record found = make_record("x", of, {page}, faint, default_policy());
  CHECK(found.tables[0].entries == Entries{{1}});
  CHECK_FALSE(found.find("needs[2].need")->accepted);
  CHECK(to_csv({found}).find("needs[2].need") != std::string::npos);
}

TEST_CASE("tables: a required column is wanted in written rows only") {
  FormTemplate strict = form();
  for (Field& field : strict.fields) field.required = field.column == "goal";
  const Record found = record(
      "w.x"
      "..o"
      "..o"
      "..o",
      strict);
  CHECK(says(found, "needs[1].goal", "required-blank"));
  CHECK_FALSE(says(found, "needs[2].goal", "required-blank"));
}

TEST_CASE("tables: one of a missing page is left out") {
  const FormTemplate of = form();
  CHECK(make_record("x", of, {}, {}, default_policy()).tables.empty());
}

TEST_CASE("empty_rows: blank in every field and nobody needs to look") {
  Record found = record(
      "wwx"
      "..o"
      "..o"
      "..o");
  CHECK(empty_rows(found) == std::set<std::string>{"needs[2]", "needs[3]", "needs[4]"});
  found.fields[4].accepted = false;
  CHECK(empty_rows(found) == std::set<std::string>{"needs[3]", "needs[4]"});
  found.fields[4].reviewed = true;
  CHECK(empty_rows(found).size() == 3);
  CHECK(blank_rows(found).size() == 3);
}

TEST_CASE("row_name: of a table's cell only") {
  CHECK(row_name("needs[12].goal") == "needs[12]");
  CHECK(row_name("surname").empty());
}

TEST_CASE("tables: record.json keeps the entries and CSV leaves empty rows out") {
  const Record found = record(
      "wwx"
      ".wo"
      "..o"
      "..o");
  const std::string json = to_json(found);
  CHECK(record_from_json(json, "x").tables[0].entries == Entries{{1, 2}});
  CHECK(to_json(record_from_json(json, "x")) == json);
  CHECK(json.find("needs[4].goal") != std::string::npos);
  const std::string csv = to_csv({found});
  CHECK(csv.find("needs[2].goal") != std::string::npos);
  CHECK(csv.find("needs[3].") == std::string::npos);
}

TEST_CASE("tables: a ticked none_box declares a table empty, and ink in any of its cells contradicts") {
  FormTemplate of = form();
  Field none;
  none.name = "no_needs";
  none.kind = FieldKind::none_box;
  none.box = {10, 70, 5, 5};
  none.ties = "needs";
  of.fields.push_back(none);
  const Record empty = record(
      "..o"
      "..o"
      "..o"
      "..o"
      "x",
      of);
  CHECK(empty.find("needs[1].need")->state == FieldState::none);
  CHECK(empty.find("needs[2].need")->state == FieldState::blank);
  CHECK(empty.tables[0].entries.empty());
  const Record both = record(
      "..o"
      ".wo"
      "..o"
      "..o"
      "x",
      of);
  CHECK(says(both, "no_needs", "none-contradiction"));
  CHECK(says(both, "needs[2].goal", "none-contradiction"));
  CHECK(both.find("needs[1].need")->state == FieldState::blank);
  CHECK(says(both, "needs[1].need", "none-contradiction"));
}
