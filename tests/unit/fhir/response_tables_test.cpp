// Tables in a bundle: a group of groups, empty rows left out, and still valid.
#include <doctest/doctest.h>

#include "pipeline/fhir/response.hpp"
#include "tests/unit/fhir/sample_record.hpp"

using namespace carescan;
using namespace fhir_sample;

namespace {

Table needs() {
  Table table;
  table.name = "needs";
  table.label = "My needs";
  table.columns = {field("need", FieldKind::text, "Need"), field("met", FieldKind::checkbox, "Met")};
  table.rows = {100, 110, 120, 130};
  table.key = "need";
  return table;
}

FormTemplate form_with_table() {
  FormTemplate with = fhir_sample::form();
  with.tables = {needs()};
  for (const Field& cell : cells_of(needs())) with.fields.push_back(cell);
  return with;
}

/// The sample with a need in rows 1 and 3; row 2 goes on from row 1 by its tick; row 4 is empty.
Record record_with_table() {
  Record out = record();
  for (const Field& cell : cells_of(needs())) {
    out.fields.push_back(answer(cell, cell.column == "met" ? Value(false) : Value(std::string("Dry skin"))));
    if (cell.column == "need" && (cell.row == 2 || cell.row == 4)) set(out, cell.name, FieldState::blank);
  }
  at(out, "needs[2].met").value = true;
  out.tables = {{"needs", {{1, 2}, {3}}}};
  return out;
}

Json bundle(const Record& of) {
  return Json::parse(fhir::make_bundle(of, form_with_table(), scans(), options()));
}

Json table_item(const Record& of) {
  const Json response = resource(bundle(of), "QuestionnaireResponse");
  for (const Json& item : response.at("item"))
    if (item.at("linkId") == "needs") return item;
  return nullptr;
}

std::vector<std::string> links(const Json& items) {
  std::vector<std::string> out;
  for (const Json& item : items) out.push_back(item.at("linkId"));
  return out;
}

using Links = std::vector<std::string>;

}  // namespace

TEST_CASE("a table is a group with a group for each row and says which go on from the one above") {
  const Json item = table_item(record_with_table());
  CHECK(item.at("text") == "My needs");
  CHECK_FALSE(item.contains("answer"));
  REQUIRE(links(item.at("item")) == Links{"needs[1]", "needs[2]", "needs[3]"});
  CHECK(links(item.at("item")[1].at("item")) == Links{"needs[2].need", "needs[2].met"});
  CHECK(item.at("item")[0].at("item")[0].at("answer")[0].at("valueString") == "Dry skin");
  CHECK(item.at("item")[0].at("item")[0].at("text") == "Need, row 1");
  CHECK(item.at("item")[1].at("extension")[0].at("valueString") == "needs[1]");
  for (const int row : {0, 2}) CHECK_FALSE(item.at("item")[row].contains("extension"));
}

TEST_CASE("a table's rows that nobody wrote in and nobody must look at are left out") {
  Record of = record_with_table();
  CHECK(bundle(of).dump().find("needs[4]") == std::string::npos);
  at(of, "needs[4].need").accepted = false;
  CHECK(links(table_item(of).at("item")) == Links{"needs[1]", "needs[2]", "needs[3]", "needs[4]"});
}

TEST_CASE("an empty table says that it was left blank") {
  Record of = record_with_table();
  for (RecordField& cell : of.fields) {
    if (!cell.name.starts_with("needs[")) continue;
    if (cell.kind == FieldKind::checkbox) cell.value = false;
    if (cell.kind == FieldKind::text) set(of, cell.name, FieldState::blank);
  }
  of.tables = {{"needs", {}}};
  const Json item = table_item(of);
  CHECK_FALSE(item.contains("item"));
  CHECK(item.at("extension")[0].at("valueCoding").at("code") == "blank");
}

TEST_CASE("a bundle with a table is valid whatever is in its rows") {
  Record of = record_with_table();
  CHECK(listed(fhir::validate(bundle(of).dump())) == "");
  set(of, "needs[3].need", FieldState::illegible);
  at(of, "needs[1].need").accepted = false;
  CHECK(listed(fhir::validate(bundle(of).dump())) == "");
}
