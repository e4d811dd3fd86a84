// Broken templates: each one change away from a sound form, each told by exactly one finding with its place and cure.
#include <doctest/doctest.h>

#include <fmt/format.h>

#include "lint_support.hpp"

using namespace carescan;
using namespace carescan::forms;
using namespace carescan::forms::testing;

namespace {

/// A form with something of everything, 100 × 100 mm.
json whole_form() {
  return json::parse(R"({
    "id": "tea-list", "version": "1.0", "title": "Tea list",
    "pages": [{"number": 1, "width_mm": 100, "height_mm": 100}],
    "fields": [
      {"name": "surname", "label": "Surname", "kind": "text", "page": 1, "box": [10, 10, 60, 8]},
      {"name": "sugar", "label": "Sugar", "kind": "checkbox", "page": 1, "box": [10, 30, 5, 5]},
      {"name": "born", "label": "Born", "kind": "date", "page": 1, "box": [10, 40, 40, 8], "layout": "DDMMYYYY",
       "cells": [[10,40,5,8],[15,40,5,8],[20,40,5,8],[25,40,5,8],[30,40,5,8],[35,40,5,8],[40,40,5,8],[45,40,5,8]]},
      {"name": "tea", "label": "Tea", "kind": "choice", "page": 1, "box": [10, 52, 25, 5], "options": [
        {"code": "green", "label": "Green", "box": [10, 52, 5, 5]}, {"code": "black", "label": "Black", "box": [30, 52, 5, 5]}]},
      {"name": "cups", "label": "Cups", "kind": "number", "page": 1, "box": [60, 40, 10, 8],
       "cells": [[60, 40, 5, 8], [65, 40, 5, 8]], "rules": [{"rule": "range", "min": 0, "max": 20}]},
      {"name": "no_needs", "label": "None", "kind": "none_box", "page": 1, "box": [80, 30, 5, 5], "ties": "needs"},
      {"name": "needs", "label": "Needs", "kind": "table", "page": 1, "box": [10, 60, 80, 29], "continues": "need",
       "columns": [{"name": "need", "label": "Need", "kind": "text", "box": [10, 65, 50, 8]},
                   {"name": "met", "label": "Met", "kind": "checkbox", "box": [70, 66.5, 5, 5]}],
       "rows": [65, 73, 81]}
    ],
    "rules": [{"rule": "if_then", "fields": ["sugar", "cups"]}],
    "fhir": [{"resourceType": "Basic", "code": {"text": "{{surname}} {{sugar}} {{born}} {{tea}} {{cups}} {{no_needs}}"}},
             {"resourceType": "Basic", "for_each": "needs[*]", "code": {"text": "{{needs[*].need}} {{needs[*].met}}"}}]
  })");
}

/// Its blank at 10 px/mm: frames where the form has boxes, a line above each row.
Raster printed() {
  Raster page = make_raster(1000, 1000, 1, 250);
  for (const BoxMm& box : {BoxMm{10, 10, 60, 8}, {10, 30, 5, 5}, {10, 52, 5, 5}, {30, 52, 5, 5}, {80, 30, 5, 5}, {10, 60, 80, 29}})
    paint_frame(page, 10, box);
  for (int i = 0; i < 8; ++i) paint_frame(page, 10, {10.0 + 5 * i, 40, 5, 8});
  for (int i = 0; i < 2; ++i) paint_frame(page, 10, {60.0 + 5 * i, 40, 5, 8});
  for (const double row : {65.0, 73.0, 81.0}) {
    paint_frame(page, 10, {10, row, 80, 8});
    paint_frame(page, 10, {70, row + 1.5, 5, 5});
  }
  paint(page, 10, {10, 3, 30, 2});   // a heading
  paint(page, 10, {10, 94, 80, 1});  // a footer
  return page;
}

/// One change (JSON patch, RFC 6902) and what has to be told: "id pointer", and words of the cure.
struct Broken {
  const char* what;
  const char* patch;
  const char* told;
  const char* cure;
};

// clang-format off
const std::vector<Broken> by_structure{
  {"no title", R"([{"op":"remove","path":"/title"}])", "schema ", "title"},
  {"a misspelt member", R"([{"op":"add","path":"/fields/0/requierd","value":true}])", "schema /fields/0", "requierd"},
  {"a kind nobody knows", R"([{"op":"replace","path":"/fields/0/kind","value":"textbox"}])", "schema /fields/0/kind", "one of text, paragraph"},
  {"three numbers for a box", R"([{"op":"replace","path":"/fields/0/box","value":[10,10,60]}])", "schema /fields/0/box", "4"},
  {"a version in words", R"([{"op":"replace","path":"/version","value":"first"}])", "schema /version", "version"},
  {"an id with a space", R"([{"op":"replace","path":"/id","value":"Tea list"}])", "schema /id", "lower"},
  {"a name in capitals", R"([{"op":"replace","path":"/fields/0/name","value":"Surname"}])", "schema /fields/0/name", "lower"},
  {"a box left of the page", R"([{"op":"replace","path":"/fields/0/box/0","value":-3}])", "schema /fields/0/box/0", "0"},
  {"a layout nobody knows", R"([{"op":"replace","path":"/fields/2/layout","value":"DMY"}])", "schema /fields/2/layout", "DDMMYYYY"},
  {"a width of nothing", R"([{"op":"replace","path":"/fields/0/box/2","value":0}])", "schema /fields/0/box/2", "0"},
  {"one name twice", R"([{"op":"replace","path":"/fields/1/name","value":"surname"},{"op":"replace","path":"/rules/0/fields/0","value":"surname"},{"op":"replace","path":"/fhir/0/code/text","value":"{{surname}} {{born}} {{tea}} {{cups}} {{no_needs}}"}])", "duplicate-name /fields/1/name", "its own name"},
  {"one column twice", R"([{"op":"replace","path":"/fields/6/columns/1/name","value":"need"},{"op":"replace","path":"/fhir/1/code/text","value":"{{needs[*].need}}"}])", "duplicate-name /fields/6/columns/1/name", "its own name"},
  {"pages 1 and 3", R"([{"op":"add","path":"/pages/-","value":{"number":3,"width_mm":100,"height_mm":100}}])", "page-number /pages/1/number", "should be 2"},
  {"a field on page 2 of 1", R"([{"op":"replace","path":"/fields/0/page","value":2}])", "no-such-page /fields/0/page", "does not have"},
  {"a box over the edge", R"([{"op":"replace","path":"/fields/0/box/2","value":95}])", "box-outside-page /fields/0/box", "100 × 100 mm"},
  {"an option over the edge", R"([{"op":"replace","path":"/fields/3/options/1/box/0","value":97}])", "box-outside-page /fields/3/options/1/box", "100 × 100 mm"},
  {"a cell outside", R"([{"op":"replace","path":"/fields/2/cells/7/0","value":46}])", "cell-outside-box /fields/2/cells/7", "inside the field's box"},
  {"cells from right to left", R"([{"op":"replace","path":"/fields/4/cells","value":[[65,40,5,8],[60,40,5,8]]}])", "cell-order /fields/4/cells/1", "left to right"},
  {"a date of seven cells", R"([{"op":"remove","path":"/fields/2/cells/7"}])", "cell-count /fields/2/cells", "should have 8"},
  {"a comb without cells", R"([{"op":"replace","path":"/fields/0/kind","value":"comb"}])", "cell-count /fields/0/cells", "make it text"},
  {"all cells behind the point", R"([{"op":"add","path":"/fields/4/decimals","value":2}])", "cell-count /fields/4/cells", "before its decimal point"},
  {"a date without layout", R"([{"op":"remove","path":"/fields/2/layout"}])", "date-without-layout /fields/2", "DDMMYYYY"},
  {"a choice of one", R"([{"op":"remove","path":"/fields/3/options/1"}])", "choice-without-options /fields/3", "at least two"},
  {"options of a text", R"([{"op":"replace","path":"/fields/3/kind","value":"text"}])", "options-without-choice /fields/3/options", "make it a choice"},
  {"an option without code", R"([{"op":"remove","path":"/fields/3/options/0/code"}])", "option-without-code /fields/3/options/0", "give it one"},
  {"one code twice", R"([{"op":"replace","path":"/fields/3/options/1/code","value":"green"}])", "duplicate-code /fields/3/options/1/code", "used twice"},
  {"none of what", R"([{"op":"remove","path":"/fields/5/ties"}])", "none-box-without-ties /fields/5", "\"ties\""},
  {"a checkbox that ties", R"([{"op":"add","path":"/fields/1/ties","value":"surname"}])", "ties-without-none-box /fields/1/ties", "only a none_box"},
  {"a tie to nothing", R"([{"op":"replace","path":"/fields/5/ties","value":"wants"}])", "no-such-field /fields/5/ties", "neither a field nor a table"},
  {"a rule about nothing", R"([{"op":"replace","path":"/rules/0/fields/1","value":"mugs"}])", "no-such-field /rules/0/fields/1", "not a field"},
  {"a column that is not there", R"([{"op":"replace","path":"/fields/6/continues","value":"needs"}])", "no-such-column /fields/6/continues", "name the column"},
  {"a row below its table", R"([{"op":"replace","path":"/fields/6/rows/2","value":83}])", "row-outside-table /fields/6/rows/2", "table's box"},
  {"rows on each other", R"([{"op":"replace","path":"/fields/6/rows/1","value":70}])", "rows-overlap /fields/6/rows/1", "top to bottom"},
  {"a rule nobody knows", R"([{"op":"replace","path":"/fields/4/rules/0","value":{"rule":"not_future"}}])", "unknown-rule /fields/4/rules/0/rule", "range"},
  {"a form rule nobody knows", R"([{"op":"replace","path":"/rules/0/rule","value":"unless"}])", "unknown-rule /rules/0/rule", "if_then"},
  {"a range the wrong way round", R"([{"op":"replace","path":"/fields/4/rules/0/min","value":30}])", "rule-argument /fields/4/rules/0", "min"},
  {"a pattern that is none", R"([{"op":"add","path":"/fields/0/rules","value":[{"rule":"pattern","argument":"([A-Z"}]}])", "rule-argument /fields/0/rules/0", "regular expression"},
  {"boxes on each other", R"([{"op":"replace","path":"/fields/1/box","value":[12,15,5,5]}])", "boxes-overlap /fields/1/box", "read as the other's"},
  {"a lexicon that is not there", R"([{"op":"add","path":"/fields/0/lexicon","value":"surname"}])", "lexicon-missing /fields/0/lexicon", "write the file"},
  {"a mapping to nothing", R"([{"op":"add","path":"/fhir/0/text","value":"{{dob}}"}])", "mapping-to-unknown-field /fhir/0/text", "not a field"},
  {"for each of nothing", R"([{"op":"replace","path":"/fhir/1","value":{"resourceType":"Basic","for_each":"wants[*]","code":{"text":"{{needs[*].need}} {{needs[*].met}}"}}}])", "mapping-to-unknown-field /fhir/1/for_each", "needs[*]"},
  {"a placeholder left open", R"([{"op":"add","path":"/fhir/0/text","value":"{{surname"}])", "mapping-to-unknown-field /fhir/0/text", "{{"},
  {"a blank under another name", R"([{"op":"add","path":"/blank","value":"tea.png"}])", "blank-missing /blank", "tea.png"},
  {"a checkbox to ring", R"([{"op":"add","path":"/fields/1/mark","value":"ring"}])", "ring-without-options /fields/1/mark", "choice"},
};

const std::vector<Broken> by_printing{
  {"a square beside its frame", R"([{"op":"replace","path":"/fields/1/box","value":[17,30,5,5]}])", "checkbox-without-frame /fields/1/box", "move the box"},
  {"an option beside its frame", R"([{"op":"replace","path":"/fields/3/options/1/box/0","value":36}])", "checkbox-without-frame /fields/3/options/1/box", "move the box"},
  {"a box over printing", R"([{"op":"replace","path":"/fields/0/box","value":[10,2,60,8]}])", "printing-under-text /fields/0/box", "move the box"},
  {"a row without a line", R"([{"op":"replace","path":"/fields/6/columns/1","value":{"name":"met","label":"Met","kind":"text","box":[62,66,4,4]}},{"op":"replace","path":"/fields/6/rows","value":[65,73,77.9]},{"op":"replace","path":"/fields/6/columns/0/box/3","value":4}])", "row-without-line /fields/6/rows/2", "move the row"},
  {"a page more than there is", R"([{"op":"add","path":"/pages/-","value":{"number":2,"width_mm":100,"height_mm":100}}])", "page-count /pages", "pages"},
  {"a page of another shape", R"([{"op":"replace","path":"/pages/0/height_mm","value":130}])", "page-size /pages/0", "130"},
  {"words to ring that are not there", R"([{"op":"replace","path":"/fields/3","value":{"name":"tea","label":"Tea","kind":"choice","mark":"ring","page":1,"box":[10,52,60,5],"options":[{"code":"green","label":"Green","box":[52,20,5,5]},{"code":"black","label":"Black","box":[10,3,5,2]}]}}])", "ring-without-word /fields/3/options/0/box", "printed word"},
};
// clang-format on

std::vector<Finding> checked_with(const json& form, const std::vector<Raster>& blanks) {
  Folder folder;
  return check_form(write_form(folder.path, form), blanks);
}

void check_one(const Broken& broken, const std::vector<Raster>& blanks) {
  CAPTURE(std::string(broken.what));
  const std::vector<Finding> findings = checked_with(whole_form().patch(json::parse(broken.patch)), blanks);
  CHECK(fmt::format("{}", fmt::join(told(findings), " · ")) == std::string(broken.told));
  for (const Finding& finding : findings) {
    if (finding.severity != Severity::error) continue;
    CHECK_MESSAGE(finding.message.find(broken.cure) != std::string::npos, finding.message);
    CHECK(finding.line > 0);
    CHECK(finding.file.ends_with("form.json"));
  }
}

}  // namespace

TEST_CASE("broken templates: the form they are made from is sound") {
  CHECK(checked_with(whole_form(), {printed()}).empty());
}

TEST_CASE("broken templates: each tells what it should") {
  CHECK(by_structure.size() + by_printing.size() >= 40);
  for (const Broken& broken : by_structure) check_one(broken, {});
  for (const Broken& broken : by_printing) check_one(broken, {printed()});
}

TEST_CASE("broken templates: what is not JSON at all is told with its line") {
  Folder folder;
  write(folder.path / "form.json", "{\n  \"id\": \"tea-list\",\n  \"version\": 1.0,,\n}");
  const auto findings = check_form(folder.path, {});
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].id == "schema");
  CHECK(findings[0].line == 3);
}

TEST_CASE("broken templates: a lexicon without a word") {
  Folder folder;
  json form = whole_form();
  form["fields"][0]["lexicon"] = "names";
  write(folder.path / "lexicons/names.txt", "# to do\n\n");
  CHECK(told(check_form(write_form(folder.path, form), {})) == Told{"lexicon-empty /fields/0/lexicon"});
}

TEST_CASE("broken templates: an empty page cannot be registered") {
  json form = whole_form();
  form["fields"] = {form["fields"][0]};
  form["fhir"] = json::array();
  form.erase("rules");
  CHECK(told(checked_with(form, {make_raster(1000, 1000)})) == Told{"too-little-printing /pages/0"});
}
