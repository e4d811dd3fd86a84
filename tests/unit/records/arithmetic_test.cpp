#include <doctest/doctest.h>

#include <optional>

#include "pipeline/records/calculations.hpp"
#include "support.hpp"

using namespace carescan;
using namespace carescan::test;

namespace {

Field measured(const std::string& name, const std::string& unit) {
  Field f = field(name, FieldKind::number);
  f.unit = unit;
  return f;
}

FormTemplate bmi_form(const std::string& height_unit = "cm") {
  FormTemplate f = form({measured("weight", "kg"), measured("height", height_unit), measured("index", "kg/m2")});
  f.rules = {{"bmi", {"weight", "height", "index"}, "", {"weight", "height", "bmi"}}};
  return f;
}

Reading number_or_blank(const std::string& name, std::optional<double> value) {
  return value ? reading(name, *value) : blank(name);
}

/// How many of the fields are asked because of the rule.
int doubted(const FormTemplate& f, const std::vector<Reading>& readings) {
  int count = 0;
  for (const RecordField& field : record_of(f, readings).fields)
    count += field.reasons == Reasons{"rule-" + f.rules.front().rule};
  return count;
}

int doubted_bmi(std::optional<double> weight, std::optional<double> height, std::optional<double> index) {
  return doubted(bmi_form(), {number_or_blank("weight", weight), number_or_blank("height", height),
                              number_or_blank("index", index)});
}

/// A MUST row with all measures and all points.
FormTemplate must_form() {
  FormTemplate f = form({field("index", FieldKind::number), field("index_points", FieldKind::scale),
                         field("loss", FieldKind::number), field("loss_points", FieldKind::scale),
                         field("ill", FieldKind::checkbox), field("total", FieldKind::number)});
  f.rules = {{"must",
              {"index", "index_points", "loss", "loss_points", "ill", "total"},
              "",
              {"bmi", "bmi_score", "loss", "loss_score", "acute", "total"}}};
  return f;
}

std::vector<Reading> must_row(double index, const char* index_points, double loss, const char* loss_points, bool ill,
                              double total) {
  return {reading("index", index), reading("index_points", std::string(index_points)),
          reading("loss", loss),   reading("loss_points", std::string(loss_points)),
          reading("ill", ill),     reading("total", total)};
}

FormTemplate news2_form() {
  FormTemplate f = form({field("scale", FieldKind::checkbox)});
  for (int row : {1, 2})
    for (const char* name : {"breaths", "spo2", "o2", "bp", "pulse", "mind", "temp", "score"})
      f.fields.push_back(field("obs[" + std::to_string(row) + "]." + name, FieldKind::number));
  f.rules = {
      {"news2",
       {"obs[*].breaths", "obs[*].spo2", "scale", "obs[*].o2", "obs[*].bp", "obs[*].pulse", "obs[*].mind",
        "obs[*].temp", "obs[*].score"},
       "",
       {"respiration", "spo2", "spo2_scale", "oxygen", "systolic", "pulse", "consciousness", "temperature", "score"}}};
  return f;
}

/// Somebody well but for `spo2`, `air` or oxygen and `mind`; an empty score is left blank.
void add_row(std::vector<Reading>& readings, int row, double spo2, const char* oxygen, const char* mind,
             std::optional<double> score) {
  const std::string stem = "obs[" + std::to_string(row) + "].";
  readings.push_back(reading(stem + "breaths", 16.0));
  readings.push_back(reading(stem + "spo2", spo2));
  readings.push_back(reading(stem + "o2", std::string(oxygen)));
  readings.push_back(reading(stem + "bp", 120.0));
  readings.push_back(reading(stem + "pulse", 70.0));
  readings.push_back(reading(stem + "mind", std::string(mind)));
  readings.push_back(reading(stem + "temp", 37.0));
  readings.push_back(number_or_blank(stem + "score", score));
}

void add_blank_row(std::vector<Reading>& readings, int row) {
  for (const char* name : {"breaths", "spo2", "o2", "bp", "pulse", "mind", "temp", "score"})
    readings.push_back(blank("obs[" + std::to_string(row) + "]." + name));
}

Reasons reasons_of(const Record& record, const std::string& name) {
  return record.find(name)->reasons;
}

}  // namespace

TEST_CASE("bmi: what weight and height give is right however it was rounded") {
  // 62.4 kg and 165 cm are 22.920…
  CHECK(doubted_bmi(62.4, 165.0, 22.9) == 0);
  CHECK(doubted_bmi(62.4, 165.0, 23.0) == 0);
  CHECK(doubted_bmi(62.4, 165.0, 22.8) == 3);
  CHECK(doubted_bmi(62.4, 165.0, 32.9) == 3);
}

TEST_CASE("bmi: a comb without decimals may be off by one and not by more") {
  FormTemplate f = bmi_form("m");
  f.fields[2].cells = {{10, 20, 5, 8}, {15, 20, 5, 8}};
  const auto with = [&](double index) {
    return doubted(f, {reading("weight", 62.4), reading("height", 1.65), reading("index", index)});
  };
  CHECK(with(22) == 0);
  CHECK(with(23) == 0);
  CHECK(with(24) == 3);
}

TEST_CASE("arithmetic: a missing term or a missing result asks and an empty row does not") {
  CHECK(doubted_bmi({}, 165.0, 22.9) == 3);
  CHECK(doubted_bmi(62.4, 165.0, {}) == 3);
  CHECK(doubted_bmi({}, {}, {}) == 0);
  CHECK(doubted_bmi({}, 165.0, {}) == 0);
  FormTemplate f = bmi_form();
  f.fields.erase(f.fields.begin());  // on a page that was not found
  CHECK(doubted(f, {reading("height", 165.0), reading("index", 22.9)}) == 2);
}

TEST_CASE("arithmetic: what cannot be read says nothing about the rest") {
  Reading illegible = blank("index");
  illegible.state = FieldState::illegible;
  const Record r = record_of(bmi_form(), {reading("weight", 62.4), reading("height", 165.0), illegible});
  CHECK(r.fields[0].accepted);
  CHECK(r.fields[2].reasons == Reasons{"illegible"});
  Reading term = blank("weight");
  term.state = FieldState::illegible;
  const Record doubt = record_of(bmi_form(), {term, reading("height", 165.0), reading("index", 22.9)});
  CHECK(doubt.fields[0].reasons == Reasons{"rule-bmi", "illegible"});
  CHECK(doubt.fields[2].accepted);
  REQUIRE(doubt.issues.size() == 1);
  CHECK(doubt.issues[0].field == "weight");
}

TEST_CASE("sum: a tick counts one and a missing part of a written total asks") {
  const FormTemplate f = form({field("a", FieldKind::checkbox), field("b", FieldKind::checkbox),
                               field("c", FieldKind::scale), field("total", FieldKind::number)},
                              {{"sum", {"a", "b", "c", "total"}, ""}});
  const auto with = [&](bool a, bool b, const Reading& c, const Reading& total) {
    return doubted(f, {reading("a", a), reading("b", b), c, total});
  };
  CHECK(with(true, false, reading("c", std::string("2")), reading("total", 3.0)) == 0);
  CHECK(with(true, true, reading("c", std::string("2")), reading("total", 3.0)) == 4);
  CHECK(with(true, false, blank("c"), reading("total", 1.0)) == 4);
  CHECK(with(false, false, blank("c"), blank("total")) == 0);
}

TEST_CASE("must: each step and the total is worked out again") {
  CHECK(doubted(must_form(), must_row(18.5, "1", 4.0, "0", false, 1)) == 0);
  CHECK(doubted(must_form(), must_row(18.4, "2", 10.5, "2", true, 6)) == 0);
  // Step 1 alone is wrong: its two fields.
  CHECK(doubted(must_form(), must_row(21.0, "1", 4.0, "0", false, 1)) == 2);
  // The total alone: the three steps and itself.
  CHECK(doubted(must_form(), must_row(18.5, "1", 5.0, "1", true, 2)) == 4);
}

TEST_CASE("must: without points the measures give the total") {
  FormTemplate f = form({field("index", FieldKind::number), field("loss", FieldKind::number),
                         field("ill", FieldKind::scale), field("total", FieldKind::scale)});
  f.rules = {{"must", {"index", "loss", "ill", "total"}, "", {"bmi", "loss", "acute", "total"}}};
  const auto with = [&](double index, double loss, const char* ill, const char* total) {
    return doubted(f, {reading("index", index), reading("loss", loss), reading("ill", std::string(ill)),
                       reading("total", std::string(total))});
  };
  CHECK(with(19.0, 7.0, "2", "4") == 0);
  CHECK(with(19.0, 7.0, "2", "2") == 4);
}

TEST_CASE("news2: each row is scored by itself and the scale is common") {
  std::vector<Reading> readings{reading("scale", true)};
  add_row(readings, 1, 90, "air", "A", 0);     // right on scale 2, 3 on scale 1
  add_row(readings, 2, 97, "oxygen", "C", 6);  // 3 + 2 + 3 are 8
  const Record r = record_of(news2_form(), readings);
  for (const char* name : {"breaths", "spo2", "o2", "bp", "pulse", "mind", "temp", "score"}) {
    CHECK(reasons_of(r, std::string("obs[1].") + name).empty());
    CHECK(reasons_of(r, std::string("obs[2].") + name) == Reasons{"rule-news2"});
  }
  CHECK(reasons_of(r, "scale") == Reasons{"rule-news2"});
  CHECK(r.issues.size() == 1);
}

TEST_CASE("news2: without a tick scale 1 counts and empty rows say nothing") {
  std::vector<Reading> readings{reading("scale", false)};
  add_row(readings, 1, 90, "air", "A", 3);
  add_blank_row(readings, 2);
  CHECK(record_of(news2_form(), readings).issues.empty());
  readings.clear();
  readings.push_back(reading("scale", false));
  add_row(readings, 1, 97, "air", "A", {});
  add_blank_row(readings, 2);
  CHECK(record_of(news2_form(), readings).issues.size() == 1);
}

TEST_CASE("news2: a number is no answer to a question of words") {
  std::vector<Reading> readings{reading("scale", false)};
  add_row(readings, 1, 97, "1", "A", 0);
  add_blank_row(readings, 2);
  CHECK(record_of(news2_form(), readings).issues.size() == 1);
}

TEST_CASE("rules about [*] are told row by row") {
  FormTemplate f = form({field("t[1].a", FieldKind::text), field("t[1].b", FieldKind::text),
                         field("t[2].a", FieldKind::text), field("t[2].b", FieldKind::text)},
                        {{"if_then", {"t[*].a", "t[*].b"}, "A name without a dose."}});
  const auto rules = records::rules_by_row(f);
  REQUIRE(rules.size() == 2);
  CHECK(rules[1].fields == std::vector<std::string>{"t[2].a", "t[2].b"});
  CHECK(rules[1].message == "A name without a dose.");
  const Record r = record_of(f, {reading("t[1].a", std::string("x")), reading("t[1].b", std::string("y")),
                                 reading("t[2].a", std::string("x")), blank("t[2].b")});
  CHECK(r.find("t[1].a")->accepted);
  CHECK(reasons_of(r, "t[2].b") == Reasons{"rule-if_then"});
}

TEST_CASE("a range by other fields doubts both and stays in the row") {
  Field drunk = field("t[2].drunk", FieldKind::number);
  drunk.rules = {{"range", {}, {}, "", "t[2].least", "most"}};
  const FormTemplate f = form({field("t[1].least", FieldKind::number), field("t[2].least", FieldKind::number), drunk,
                               field("most", FieldKind::number)});
  const auto with = [&](double amount) {
    return record_of(f, {reading("t[1].least", 900.0), reading("t[2].least", 500.0), reading("t[2].drunk", amount),
                         reading("most", 1500.0)});
  };
  CHECK(with(500).issues.empty());
  CHECK(with(1500).issues.empty());
  const Record little = with(499);
  CHECK(reasons_of(little, "t[2].drunk") == Reasons{"rule-range"});
  CHECK(reasons_of(little, "t[2].least") == Reasons{"rule-range"});
  CHECK(reasons_of(little, "t[1].least").empty());
  CHECK(reasons_of(with(1501), "most") == Reasons{"rule-range"});
}

TEST_CASE("order sees past an empty date between two others") {
  const FormTemplate f = form({field("a", FieldKind::date), field("b", FieldKind::date), field("c", FieldKind::date)},
                              {{"order", {"a", "b", "c"}, ""}});
  const Record r =
      record_of(f, {reading("a", std::string("2024-03-01")), blank("b"), reading("c", std::string("2024-02-01"))});
  CHECK(reasons_of(r, "a") == Reasons{"rule-order"});
  CHECK(reasons_of(r, "c") == Reasons{"rule-order"});
}
