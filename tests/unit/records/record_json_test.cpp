#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "pipeline/model/failure.hpp"
#include "pipeline/records/record_json.hpp"
#include "support.hpp"

using namespace carescan;
using namespace carescan::test;
using namespace carescan::records;

namespace {

Record sample() {
  Field consent = field("consent", FieldKind::checkbox), conditions = field("conditions", FieldKind::choices);
  conditions.critical = true;
  const FormTemplate f =
      form({consent, conditions, field("weight", FieldKind::number), field("name", FieldKind::text)});
  Reading name = reading("name", std::string("Jo \"Bo\" O'Neil, née =X"));
  name.alternatives = {{std::string("Jo"), "Jo", 0.25}, {72.5, "72.5", 0.12345}};
  Record r = record_of(f, {reading("consent", true, 0.99951), reading("conditions", std::vector<std::string>{"a", "c"}),
                           reading("weight", 72.5), name});
  r.fields[3].confidence = 0.42349;
  r.pages[0].corners_px = {PointPx{1.23456, 2}, PointPx{3, 4}, PointPx{5, 6}, PointPx{7, 8}};
  r.pages[0].skew_deg = -1.23456;
  r.pages[0].residual_mm = 0.1;
  r.issues.push_back({"rule-order", "name", 1, BoxMm{1, 2, 3, 4}, "a sentence"});
  r.issues.push_back({"page-missing", "", 2, std::nullopt, "another"});
  return r;
}

}  // namespace

TEST_CASE("record.json has the members of the contract") {
  const auto json = nlohmann::json::parse(to_json(sample()));
  CHECK(json["document"]["form"] == "test-form");
  const auto& page = json["document"]["pages"][0];
  CHECK(page["number"] == 1);
  CHECK(page["source"]["width_px"] == 2480);
  CHECK(page["source"]["sha256"] == std::string(64, 'a'));
  CHECK(page["corners_px"][0] == nlohmann::json::parse("[1.235, 2]"));
  CHECK(page["skew_deg"] == -1.235);
  const auto& consent = json["fields"][0];
  for (const char* member : {"name", "label", "kind", "page", "box_mm", "state", "value", "text", "confidence",
                             "accepted", "reasons", "alternatives", "critical"})
    CHECK_MESSAGE(consent.contains(member), member);
  CHECK(consent["value"] == true);
  CHECK(consent["confidence"] == 1.0);
  CHECK(consent["box_mm"] == nlohmann::json::parse("[10, 20, 30, 8]"));
  CHECK(json["fields"][1]["value"] == nlohmann::json::parse(R"(["a", "c"])"));
  CHECK(json["fields"][1]["reasons"] == nlohmann::json::parse(R"(["critical"])"));
  CHECK(json["fields"][2]["value"] == 72.5);
  CHECK(json["fields"][3]["confidence"] == 0.423);
  CHECK(json["issues"][0]["box_mm"][3] == 4);
  CHECK_FALSE(json["issues"][1].contains("box_mm"));
}

TEST_CASE("members stand in a fixed order and the same record gives the same bytes") {
  const std::string text = to_json(sample());
  CHECK(text == to_json(sample()));
  CHECK(text.starts_with("{\n  \"schema\": "));
  CHECK(text.back() == '\n');
  CHECK(text.find("\"document\"") < text.find("\"fields\""));
  CHECK(text.find("\"fields\"") < text.find("\"issues\""));
}

TEST_CASE("a record survives the way through record.json") {
  const std::string text = to_json(sample());
  const Record back = record_from_json(text, "record.json");
  CHECK(to_json(back) == text);
  CHECK(back.fields.at(3).text == sample().fields.at(3).text);
  CHECK(back.fields.at(1).value == sample().fields.at(1).value);
  CHECK(back.fields.at(3).alternatives.at(1).value == Value(72.5));
  CHECK(back.issues.at(0).box == BoxMm{1, 2, 3, 4});
  CHECK(back.pages.at(0).corners_px[3] == PointPx{7, 8});
}

TEST_CASE("the marks of a drawing are boxes in record.json and words in records.csv") {
  const Value marks = std::vector<BoxMm>{{40, 60.25, 6, 4}, {80, 70, 2, 2}};
  const Record r = record_of(form({field("body", FieldKind::drawing)}), {reading("body", marks)});
  const std::string text = to_json(r);
  CHECK(nlohmann::json::parse(text)["fields"][0]["value"] ==
        nlohmann::json::parse("[[40, 60.25, 6, 4], [80, 70, 2, 2]]"));
  CHECK(record_from_json(text, "record.json").fields.at(0).value == marks);
  CHECK(display(marks) ==
        "2 marks: 6 x 4 mm at 43 mm from the left and 62 mm from the top; 2 x 2 mm at 81 mm from the left "
        "and 71 mm from the top");
}

TEST_CASE("blank and unticked never look alike") {
  const FormTemplate f = form({field("tick", FieldKind::checkbox), field("name", FieldKind::text)});
  const auto json = nlohmann::json::parse(to_json(record_of(f, {reading("tick", false), blank("name")})));
  CHECK(json["fields"][0]["state"] == "read");
  CHECK(json["fields"][0]["value"] == false);
  CHECK(json["fields"][1]["state"] == "blank");
  CHECK(json["fields"][1]["value"].is_null());
}

TEST_CASE("a day that is in no calendar is null in record.json and empty in records.csv") {
  Reading born = reading("born", std::string("1942-02-30"));
  born.text = "30021942";
  const Record r = record_of(form({field("born", FieldKind::date)}), {born});
  const auto json = nlohmann::json::parse(to_json(r));
  CHECK(json["fields"][0]["value"].is_null());
  CHECK(json["fields"][0]["state"] == "illegible");
  CHECK(json["fields"][0]["text"] == "30021942");
  CHECK(to_csv({r}).find(",born,Label of born,date,illegible,,no,") != std::string::npos);
}

TEST_CASE("reviewed is written once a person has looked") {
  Record r = sample();
  CHECK(to_json(r).find("reviewed") == std::string::npos);
  r.fields[0].reviewed = true;
  CHECK(record_from_json(to_json(r), "x").fields[0].reviewed);
}

TEST_CASE("what is no record is refused with its name and no content") {
  for (const char* bad :
       {"", "[]", "{}", R"({"schema":"carescan-record/1","document":{"id":5}})", R"({"schema":"other"})"}) {
    try {
      record_from_json(bad, "broken.json");
      FAIL("not refused: " << bad);
    } catch (const Failure& failure) {
      CHECK(failure.code == "record-invalid");
      CHECK(failure.path == "broken.json");
    }
  }
  auto json = nlohmann::json::parse(to_json(sample()));
  json["fields"][0]["state"] = "Secret";
  try {
    record_from_json(json.dump(), "broken.json");
    FAIL("not refused");
  } catch (const Failure& failure) {
    CHECK(failure.why.find("Secret") == std::string::npos);
  }
}

TEST_CASE("a number that no whole number can hold is refused") {
  for (const nlohmann::json& number : {nlohmann::json(2.5e28), nlohmann::json(1.5), nlohmann::json(1UL << 63)}) {
    auto json = nlohmann::json::parse(to_json(sample()));
    json["fields"][0]["page"] = number;
    CHECK_THROWS_AS(record_from_json(json.dump(), "broken.json"), Failure);
    json = nlohmann::json::parse(to_json(sample()));
    json["tables"] = {{{"name", "needs"}, {"entries", {{1}, {number, 3}}}}};
    CHECK_THROWS_AS(record_from_json(json.dump(), "broken.json"), Failure);
  }
}

TEST_CASE("values are shown as people write them") {
  CHECK(display(Value(72.5)) == "72.5");
  CHECK(display(Value(72.0)) == "72");
  CHECK(display(Value(true)) == "yes");
  CHECK(display(Value(std::vector<std::string>{"a", "b"})) == "a;b");
  CHECK(display(Value(std::string("x"))) == "x");
  CHECK(display(Value()).empty());
}

TEST_CASE("CSV has one row a field and CRLF and quotes by RFC 4180") {
  const std::string csv = to_csv({sample()});
  CHECK(csv.starts_with("document,form,version,field,label,kind,state,value,accepted,reviewed,confidence,reasons\r\n"));
  CHECK(std::ranges::count(csv, '\n') == 5);
  CHECK(csv.find("id,test-form,1.0,consent,Label of consent,checkbox,read,yes,yes,no,1.000,\r\n") != std::string::npos);
  CHECK(csv.find("\"Jo \"\"Bo\"\" O'Neil, née =X\"") != std::string::npos);
}

TEST_CASE("CSV cells that a spreadsheet would run get an apostrophe") {
  const FormTemplate f = form({field("name", FieldKind::text)});
  for (const char* attack : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1"}) {
    const std::string csv = to_csv({record_of(f, {reading("name", std::string(attack))})});
    CHECK_MESSAGE(csv.find("read,'" + std::string(attack)) != std::string::npos, attack);
  }
}
