#include "pipeline/fhir/response.hpp"

#include <doctest/doctest.h>

#include <set>

#include "tests/unit/fhir/sample_record.hpp"

using namespace carescan;
using namespace fhir_sample;

namespace {

fhir::Json item(const Record& r, const std::string& name) {
  const auto form = fhir_sample::form();
  const auto with = options();
  const auto files = scans();
  return fhir::response_item({r, form, files, with}, *r.find(name));
}

fhir::Json answer_of(const std::string& name) {
  return item(record(), name).value("answer", fhir::Json::array());
}

std::string reason(const fhir::Json& item) {
  for (const auto& e : item.value("extension", fhir::Json::array()))
    if (e["url"] == "http://hl7.org/fhir/StructureDefinition/data-absent-reason") return e["valueCode"];
  return "";
}

std::string state(const fhir::Json& item) {
  for (const auto& e : item.value("extension", fhir::Json::array()))
    if (e["url"] == "https://carescan.example/fhir/StructureDefinition/reading-state") return e["valueCoding"]["code"];
  return "";
}

}  // namespace

TEST_CASE("each kind of field answers with its own FHIR type") {
  CHECK(answer_of("surname") == fhir::Json::parse(R"([{"valueString":"Ashdown"}])"));
  CHECK(answer_of("born") == fhir::Json::parse(R"([{"valueDate":"1938-02-28"}])"));
  CHECK(answer_of("nhs_number") == fhir::Json::parse(R"([{"valueString":"9990000018"}])"));
  CHECK(answer_of("weight") ==
        fhir::Json::parse(
            R"([{"valueQuantity":{"value":61.5,"unit":"kg","system":"http://unitsofmeasure.org","code":"kg"}}])"));
  CHECK(answer_of("needs_glasses") == fhir::Json::parse(R"([{"valueBoolean":true}])"));
  CHECK(answer_of("signed") == fhir::Json::parse(R"([{"valueBoolean":true}])"));
  CHECK(
      answer_of("sex") ==
      fhir::Json::parse(
          R"([{"valueCoding":{"system":"https://carescan.example/fhir/CodeSystem/small-form-sex","code":"F","display":"Female"}}])"));
  CHECK(answer_of("moods").size() == 2);
  CHECK(answer_of("moods")[1]["valueCoding"]["display"] == "Sad");
}

TEST_CASE("a drawing is said in words and one that was asked keeps them to itself") {
  Record r = record();
  at(r, "needs_glasses").kind = FieldKind::drawing;
  at(r, "needs_glasses").value = std::vector<BoxMm>{{40, 60, 6, 4}};
  const auto words =
      fhir::Json::parse(R"([{"valueString":"1 mark: 6 x 4 mm at 43 mm from the left and 62 mm from the top"}])");
  CHECK(item(r, "needs_glasses")["answer"] == words);
  at(r, "needs_glasses").accepted = at(r, "needs_glasses").reviewed = false;
  CHECK_FALSE(item(r, "needs_glasses").contains("answer"));
}

TEST_CASE("an unticked box is an answer and not a blank") {
  Record r = record();
  at(r, "needs_glasses").value = false;
  CHECK(item(r, "needs_glasses")["answer"] == fhir::Json::parse(R"([{"valueBoolean":false}])"));
  CHECK_FALSE(item(r, "needs_glasses").contains("extension"));
}

TEST_CASE("blank and none and illegible and ambiguous and asked never look alike") {
  std::set<std::string> encodings;
  for (const FieldState s :
       {FieldState::read, FieldState::blank, FieldState::none, FieldState::illegible, FieldState::ambiguous})
    for (const bool accepted : {true, false}) {
      Record r = record();
      set(r, "surname", s, accepted);
      encodings.insert(item(r, "surname").dump());
    }
  CHECK(encodings.size() == 10);
}

TEST_CASE("blank is an item without answer") {
  Record r = record();
  set(r, "allergies", FieldState::blank);
  CHECK_FALSE(item(r, "allergies").contains("answer"));
  CHECK(reason(item(r, "allergies")) == "");
  CHECK(state(item(r, "allergies")) == "blank");
}

TEST_CASE("none is an answer of its own") {
  Record r = record();
  set(r, "allergies", FieldState::none);
  CHECK(item(r, "allergies")["answer"][0]["valueCoding"]["code"] == "none");
  CHECK(reason(item(r, "allergies")) == "");
}

TEST_CASE("illegible has the reason error and ambiguous has both candidates") {
  Record r = record();
  set(r, "allergies", FieldState::illegible);
  CHECK(reason(item(r, "allergies")) == "error");
  CHECK(state(item(r, "allergies")) == "illegible");
  const fhir::Json two = item(mixed_record(), "sex");
  CHECK(state(two) == "ambiguous");
  CHECK_FALSE(two.contains("answer"));
  CHECK(two["extension"].size() == 4);
  CHECK(two["extension"][3]["valueCoding"]["code"] == "M");
}

TEST_CASE("candidates come once each from the value and the alternatives") {
  Record r = record();
  set(r, "sex", FieldState::ambiguous);
  at(r, "sex").value = std::vector<std::string>{"F", "M"};
  at(r, "sex").alternatives = {{std::string("F"), "F", 0.5}};
  CHECK(item(r, "sex")["extension"].size() == 4);
  CHECK(reason(item(r, "sex")) == "unknown");
}

TEST_CASE("an asked field keeps its value to itself") {
  Record r = record();
  for (RecordField& f : r.fields) {
    f.accepted = false;
    f.alternatives = {{std::string("Ashdene"), "Ashdene", 0.4}};
    const fhir::Json asked = item(r, f.name);
    CHECK_FALSE(asked.contains("answer"));
    CHECK(reason(asked) == "temp-unknown");
    CHECK(asked.dump().find("Ash") == std::string::npos);
  }
}

TEST_CASE("a reviewed field answers although policy did not accept it") {
  Record r = record();
  at(r, "surname").accepted = false;
  at(r, "surname").reviewed = true;
  CHECK(item(r, "surname")["answer"][0]["valueString"] == "Ashdown");
}

TEST_CASE("the response is completed once a person has looked at all of it") {
  Record r = record();
  CHECK(resource(bundle_of(r), "QuestionnaireResponse")["status"] == "in-progress");
  for (RecordField& f : r.fields) f.reviewed = true;
  CHECK(resource(bundle_of(r), "QuestionnaireResponse")["status"] == "completed");
  r.fields[3].reviewed = false;
  CHECK(resource(bundle_of(r), "QuestionnaireResponse")["status"] == "in-progress");
}

TEST_CASE("text that FHIR forbids is made fit or left out") {
  Record r = record();
  at(r, "surname").value = std::string(
      " Ash\x01"
      "down\xFF ");
  CHECK(item(r, "surname")["answer"][0]["valueString"] == "Ash down\xEF\xBF\xBD");
  at(r, "surname").value = std::string(" \t ");
  CHECK_FALSE(item(r, "surname").contains("answer"));
  CHECK(state(item(r, "surname")) == "read");
  at(r, "born").value = std::string("1938-02-30");
  CHECK(item(r, "born")["answer"][0].contains("valueString"));
  CHECK(fhir::validate(fhir::make_bundle(r, form(), scans(), options())).empty());
}

TEST_CASE("an asked field needs no value") {
  for (const FieldState state : {FieldState::read, FieldState::illegible, FieldState::ambiguous}) {
    Record r = record();
    for (const char* name : {"born", "nhs_number", "weight", "moods"}) {
      set(r, name, state, false);
      at(r, name).value = {};
    }
    const std::string bundle = fhir::make_bundle(r, form(), scans(), options());
    CHECK(fhir::validate(bundle).empty());
    for (const Json& item : resource(Json::parse(bundle), "QuestionnaireResponse")["item"])
      if (item["linkId"] == "born") {
        CHECK_FALSE(item.contains("answer"));
        CHECK(item["extension"][0]["valueCode"] == "temp-unknown");
      }
    CHECK_FALSE(resource(Json::parse(bundle), "Patient").contains("birthDate"));
  }
}
