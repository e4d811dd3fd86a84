// Tables of form.json become fields; what is wrong with them is told where it stands.
#include <doctest/doctest.h>

#include "lint_support.hpp"
#include "pipeline/forms/load.hpp"

using namespace carescan;
using namespace carescan::forms;
using namespace carescan::forms::testing;

namespace {

/// Three rows of a text, a comb and a choice, 10 mm high, from 40 mm on.
json table() {
  return json::parse(R"({
    "name": "needs", "label": "Needs", "kind": "table", "page": 1, "box": [10, 38, 80, 32], "continues": "need",
    "columns": [
      {"name": "need", "label": "Need", "kind": "text", "box": [10, 40, 40, 10], "max_length": 20},
      {"name": "on", "label": "On", "kind": "date", "box": [52, 41, 12, 8], "layout": "DDMMYY",
       "cells": [[52, 41, 2, 8], [54, 41, 2, 8], [56, 41, 2, 8], [58, 41, 2, 8], [60, 41, 2, 8], [62, 41, 2, 8]]},
      {"name": "met", "label": "Met", "kind": "choice", "box": [66, 42, 20, 5],
       "options": [{"code": "yes", "label": "Yes", "box": [66, 42, 5, 5]}, {"code": "no", "label": "No", "box": [76, 42, 5, 5]}]}
    ],
    "rows": [40, 50, 60]})");
}

FormTemplate loaded(const json& form) {
  Folder folder;
  return load_form(write_form(folder.path, form));
}

}  // namespace

TEST_CASE("tables: every cell is a field row by row with its boxes moved down") {
  const FormTemplate form = loaded(with(table()));
  REQUIRE(form.fields.size() == 2 + 9);
  CHECK(form.fields[2].name == "needs[1].need");
  CHECK(form.fields[4].name == "needs[1].met");
  CHECK(form.fields[5].name == "needs[2].need");
  const Field& on = *form.find("needs[3].on");
  CHECK(on.table == "needs");
  CHECK(on.row == 3);
  CHECK(on.column == "on");
  CHECK(on.page == 1);
  CHECK(on.box == BoxMm{52, 61, 12, 8});
  CHECK(on.cells[5] == BoxMm{62, 61, 2, 8});
  CHECK(on.layout == "DDMMYY");
  CHECK(form.find("needs[2].met")->options[1].box == BoxMm{76, 52, 5, 5});
  CHECK(form.find("needs[2].need")->max_length == 20);
  CHECK(form.find("needs[2].need")->label == "Need, row 2");
  CHECK(form.find("surname")->table.empty());
}

TEST_CASE("tables: the form keeps what the table is") {
  const FormTemplate form = loaded(with(table()));
  REQUIRE(form.tables.size() == 1);
  const Table& needs = form.tables[0];
  CHECK(needs.name == "needs");
  CHECK(needs.label == "Needs");
  CHECK(needs.box == BoxMm{10, 38, 80, 32});
  CHECK(needs.rows == std::vector<double>{40, 50, 60});
  CHECK(needs.key == "need");
  REQUIRE(needs.columns.size() == 3);
  CHECK(needs.columns[1].name == "on");
}

TEST_CASE("tables: a rule about another column is about the same row") {
  json one = table();
  one["columns"].push_back(json::parse(R"({"name": "until", "label": "Until", "kind": "date", "box": [87, 41, 3, 8],
    "rules": [{"rule": "not_before", "argument": "needs[*].on"}, {"rule": "not_after", "argument": "2030-01-01"}]})"));
  const FormTemplate form = loaded(with(one));
  CHECK(form.find("needs[2].until")->rules[0].argument == "needs[2].on");
  CHECK(form.find("needs[2].until")->rules[1].argument == "2030-01-01");
}

TEST_CASE("lint: a sound table has no findings") {
  CHECK(told(checked(with(table()))).empty());
}

TEST_CASE("lint schema: a table needs columns and rows and nothing else has them") {
  json bare = table();
  bare.erase("rows");
  CHECK(told(checked(with(bare))) == Told{"schema /fields/2"});
  json text = field("other", "text", {10, 80, 40, 8});
  text["rows"] = {80};
  const Told odd = told(checked(with(text)));
  REQUIRE_FALSE(odd.empty());
  CHECK(odd[0].starts_with("schema /fields/2"));
  json inside = table();
  inside["columns"][0]["kind"] = "table";
  CHECK(told(checked(with(inside))) == Told{"schema /fields/2/columns/0/kind"});
}

TEST_CASE("lint: what is wrong with a column is told once and at the column") {
  json bad = table();
  bad["columns"][1]["layout"] = "DDMMYYYY";
  bad["columns"][2]["options"][1].erase("code");
  CHECK(told(checked(with(bad))) ==
        Told{"cell-count /fields/2/columns/1/cells", "option-without-code /fields/2/columns/2/options/1"});
}

TEST_CASE("lint: fields after a table keep their place in the file") {
  json form = with(table());
  form["fields"].push_back(field("late", "comb", {10, 80, 40, 8}));
  CHECK(told(checked(form)) == Told{"cell-count /fields/3/cells"});
}

TEST_CASE("lint no-such-page: told at the page of the table") {
  json bad = table();
  bad["page"] = 4;
  CHECK(told(checked(with(bad)))[0] == "no-such-page /fields/2/page");
}

TEST_CASE("lint duplicate-name: tables and columns") {
  json bad = table();
  bad["name"] = "surname";
  CHECK(told(checked(with(bad))) == Told{"duplicate-name /fields/2/name"});
  bad = table();
  bad["columns"][1]["name"] = "need";
  CHECK(told(checked(with(bad)))[0].starts_with("duplicate-name /fields/2/columns/"));
}

TEST_CASE("lint no-such-column") {
  json bad = table();
  bad["continues"] = "needs";
  CHECK(told(checked(with(bad))) == Told{"no-such-column /fields/2/continues"});
}

TEST_CASE("lint row-outside-table") {
  json bad = table();
  bad["box"] = {10, 38, 80, 31};
  CHECK(told(checked(with(bad))) == Told{"row-outside-table /fields/2/rows/2"});
}

TEST_CASE("lint rows-overlap: also where rows do not go down") {
  json bad = table();
  bad["rows"] = {40, 49, 60};
  CHECK(told(checked(with(bad))) == Told{"rows-overlap /fields/2/rows/1"});
  bad["rows"] = {40, 60, 50};
  CHECK(told(checked(with(bad))) == Told{"rows-overlap /fields/2/rows/2"});
}

TEST_CASE("lint boxes-overlap: columns of one row and fields under a table") {
  json bad = table();
  bad["columns"][0]["box"] = {10, 40, 44, 10};
  CHECK(told(checked(with(bad))) == Told{"boxes-overlap /fields/2/columns/1/box"});
  json form = with(table());
  form["fields"].push_back(field("under", "text", {10, 65, 40, 8}));
  CHECK(told(checked(form)) == Told{"boxes-overlap /fields/3/box"});
}

TEST_CASE("lint mapping: for_each names a pattern and placeholders name fields or columns") {
  json form = with(table());
  form["fhir"] =
      json::parse(R"([{"resourceType": "Goal", "for_each": "needs[*]", "description": {"text": "{{needs[*].need}} {{surname}}"}},
    {"resourceType": "Basic", "code": {"text": "{{needs[2].need}}"}}])");
  CHECK(told(checked(form)).empty());
  const auto warnings = checked(form);
  REQUIRE(told(warnings, Severity::warning) == Told{"unmapped-field /fields/1"});
  CHECK(warnings[0].message.starts_with("7 of 11 fields"));

  form["fhir"][0]["for_each"] = "wants";
  CHECK(told(checked(form))[0] == "mapping-to-unknown-field /fhir/0/for_each");
  form["fhir"][0]["for_each"] = "needs[*]";
  form["fhir"][0]["description"]["text"] = "{{needs[*].want}}";
  CHECK(told(checked(form)) == Told{"mapping-to-unknown-field /fhir/0/description/text"});
}

namespace {

constexpr double scale = 6;  // px per mm

/// The table's lines as they should be printed; the last argument moves one of them.
Raster printed_table(double third_row = 60) {
  Raster page = make_raster(600, 600);
  for (const double y : {38.0, 40.0, 50.0, third_row, 70.0}) paint(page, scale, {10, y - 0.15, 80, 0.3});
  for (const double y : {40.0, 50.0, 60.0})
    for (const double x : {66.0, 76.0}) paint_frame(page, scale, {x, y + 2, 5, 5});
  paint_frame(page, scale, {10, 10, 60, 8});
  paint_frame(page, scale, {10, 30, 5, 5});
  for (int y = 4; y < 100; y += 24)
    paint(page, scale, {2, static_cast<double>(y), 6, 1}), paint(page, scale, {92, static_cast<double>(y), 6, 1});
  return page;
}

Told told_of(const Raster& blank) {
  Folder folder;
  json form = with(table());
  return told(check_form(write_form(folder.path, form), {blank}));
}

}  // namespace

TEST_CASE("lint row-without-line: a row begins where a line is printed") {
  CHECK(told_of(printed_table()).empty());
  CHECK(told_of(printed_table(61.5)) == Told{"row-without-line /fields/2/rows/2"});
}
