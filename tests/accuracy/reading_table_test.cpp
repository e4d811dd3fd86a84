#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/support/run.hpp"

using namespace carescan::test;
using Json = nlohmann::json;

namespace {

const fs::path forms = source_dir() / "tests/bench/forms";

/// A line as reading_fields prints it: an NHS number of the comb sheet.
Json field(double confidence, bool accepted, bool right, const std::string& writer = "w1",
           const Json& reasons = Json::array()) {
  return {{"form", "comb-sheet"}, {"writer", writer},        {"source", "a.pdf"}, {"field", "nhs_n1"},
          {"kind", "nhs_number"}, {"inked", true},           {"slip", ""},        {"ask", false},
          {"found", true},        {"accepted", accepted},    {"right", right},    {"read_state", "read"},
          {"reasons", reasons},   {"confidence", confidence}};
}

Json cell(const char* truth, const char* best, double p_ink) {
  return {{"writer", "w1"}, {"source", "a.pdf"}, {"field", "nhs_n1"}, {"alphabet", "digits"},
          {"truth", truth}, {"best", best},      {"p", 0.9},          {"p_ink", p_ink}};
}

std::string lines(const std::vector<Json>& all) {
  std::string text;
  for (const Json& one : all) text += one.dump() + "\n";
  return text;
}

struct Table {
  std::string text;
  Json figures;
};

Table table_of(const std::vector<Json>& fields, const std::vector<Json>& cells) {
  const Folder folder;
  write_all(folder / "fields.jsonl", lines(fields));
  write_all(folder / "cells.jsonl", lines(cells));
  const Ran ran = run({"python3", (source_dir() / "scripts/bench/reading-table").string(), "--json",
                       (folder / "figures.json").string(), "--svg", (folder / "curve.svg").string(), "--cells",
                       (folder / "cells.jsonl").string(), forms.string(), (folder / "fields.jsonl").string()});
  REQUIRE_MESSAGE(ran.exit_code == 3, ran.err);  // so few fields pass no gate
  CHECK(read_all(folder / "curve.svg").starts_with("<svg"));
  return {ran.out, Json::parse(read_all(folder / "figures.json"))};
}

const std::vector<Json> five{field(0.99, true, true), field(0.98, true, false, "w2"), field(0.97, false, true),
                             field(0.5, false, false), field(1, false, true, "w1", {"written-over"})};

}  // namespace

TEST_CASE("the table of reading counts what was accepted, asked and silently wrong") {
  const Json inked = table_of(five, {}).figures.at("kinds").at("nhs_number").at("inked");
  CHECK(inked.at("fields") == 5);
  CHECK(inked.at("writers") == 2);
  CHECK(inked.at("accepted") == 2);
  CHECK(inked.at("silently_wrong") == 1);
  CHECK(inked.at("writers_wrong") == 1);
  CHECK(inked.at("asked_right") == 2);
  CHECK(inked.at("asked_wrong") == 1);
  CHECK(inked.at("at_most_wrong").get<double>() == doctest::Approx(0.9747).epsilon(0.001));  // 1 - sqrt(1 - 0.95)
}

TEST_CASE("the curve takes the surest first and never what is asked for another reason than doubt") {
  const Json curve = table_of(five, {}).figures.at("kinds").at("nhs_number").at("curve");
  REQUIRE(curve.size() == 4);  // share accepted, errors, accepted, threshold
  CHECK(curve[0] == Json{0.2, 0, 1, 0.99});
  CHECK(curve[1] == Json{0.4, 1, 2, 0.98});
  CHECK(curve[3] == Json{0.8, 2, 4, 0.5});
}

TEST_CASE("fields that are equally sure are accepted together or not at all") {
  const Json curve = table_of({field(0.9, false, true), field(0.9, false, false)}, {})
                         .figures.at("kinds")
                         .at("nhs_number")
                         .at("curve");
  CHECK(curve == Json{{1.0, 1, 2, 0.9}});
}

TEST_CASE("the table tells what became of combs by what their cells were taken for") {
  const std::vector<Json> right{cell("1", "1", 1), cell(" ", "7", 0)}, wrong{cell("1", "7", 1)},
      ghost{cell(" ", "7", 0.8)};
  CHECK(table_of({field(0.5, false, true)}, right).text.find("| all right, not sure | 1 |") != std::string::npos);
  CHECK(table_of({field(0.5, false, false)}, right).text.find("| all cells right, value wrong | 1 |") !=
        std::string::npos);
  CHECK(table_of({field(1, true, false)}, wrong).text.find("| SILENTLY WRONG: one cell wrong | 1 |") !=
        std::string::npos);
  CHECK(table_of({field(0.5, false, false)}, ghost).text.find("| an empty cell taken for inked") != std::string::npos);
  CHECK(table_of({field(0.5, false, true)}, right).text.find("| digits | 1 | 1 | 0 | 100.00 % |") != std::string::npos);
}
