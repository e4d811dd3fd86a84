#include "pipeline/fhir/withdraw.hpp"

#include <doctest/doctest.h>

#include "tests/unit/fhir/shipped_form.hpp"

using namespace carescan;
using fhir::Json;

namespace {

Json withdrawn(const std::string& json, const std::string& replacement = "") {
  const Json resource = Json::parse(json);
  CHECK_FALSE(fhir::is_withdrawn(resource));
  const std::optional<Json> out = fhir::as_withdrawn(resource, replacement);
  REQUIRE(out);
  CHECK(fhir::is_withdrawn(*out));
  return *out;
}

/// What a mapping may make, with the element that says entered-in-error.
const std::map<std::string, std::string>& by_status() {
  static const std::map<std::string, std::string> all{{"Observation", "status"},
                                                      {"MedicationStatement", "status"},
                                                      {"CarePlan", "status"},
                                                      {"CareTeam", "status"},
                                                      {"Consent", "status"},
                                                      {"Flag", "status"},
                                                      {"List", "status"},
                                                      {"Procedure", "status"},
                                                      {"RiskAssessment", "status"},
                                                      {"DocumentReference", "status"},
                                                      {"QuestionnaireResponse", "status"},
                                                      {"Device", "status"},
                                                      {"Goal", "lifecycleStatus"}};
  return all;
}

}  // namespace

TEST_CASE("a type with a code for mistakes says entered-in-error there") {
  for (const auto& [type, element] : by_status()) {
    CAPTURE(type);
    const Json out = withdrawn(R"({"resourceType":")" + type + R"(","id":"1",")" + element + R"(":"active"})");
    CHECK(out[element] == "entered-in-error");
    CHECK(out["text"]["div"].get<std::string>().find("Written in error") != std::string::npos);
  }
}

TEST_CASE("a condition or allergy entered in error has neither clinical status nor end") {
  const Json condition = withdrawn(R"({"resourceType":"Condition","clinicalStatus":{"coding":[{"code":"resolved"}]},
    "verificationStatus":{"coding":[{"code":"unconfirmed"}]},"abatementDateTime":"2020","_abatementDateTime":{"id":"a"}})");
  CHECK_FALSE(condition.contains("clinicalStatus"));
  CHECK_FALSE(condition.contains("abatementDateTime"));
  CHECK_FALSE(condition.contains("_abatementDateTime"));
  CHECK(condition["verificationStatus"] == Json::parse(R"({"coding":[
    {"system":"http://terminology.hl7.org/CodeSystem/condition-ver-status","code":"entered-in-error"}]})"));
  const Json allergy = withdrawn(R"({"resourceType":"AllergyIntolerance","clinicalStatus":{"coding":[]}})");
  CHECK_FALSE(allergy.contains("clinicalStatus"));
  CHECK(allergy["verificationStatus"]["coding"][0]["system"] ==
        "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification");
}

TEST_CASE("a type without such a code is no longer active and a patient names the one that stands in") {
  for (const char* type : {"Organization", "Practitioner", "PractitionerRole", "RelatedPerson", "Patient"})
    CHECK(withdrawn(R"({"resourceType":")" + std::string(type) + R"("})")["active"] == false);
  const Json patient = withdrawn(R"({"resourceType":"Patient","active":true,"link":[]})", "urn:uuid:new");
  CHECK(patient["link"] == Json::parse(R"([{"other":{"reference":"urn:uuid:new"},"type":"replaced-by"}])"));
  CHECK_FALSE(withdrawn(R"({"resourceType":"RelatedPerson"})", "urn:uuid:new").contains("link"));
}

TEST_CASE("what a server adds and profiles are not sent back and tags stay") {
  const Json out = withdrawn(R"({"resourceType":"Flag","meta":{"versionId":"1","lastUpdated":"x","source":"#y",
    "profile":["p"],"tag":[{"code":"t"}]},"status":"active"})");
  CHECK(out["meta"] == Json::parse(R"({"tag":[{"code":"t"}]})"));
  CHECK_FALSE(withdrawn(R"({"resourceType":"Flag","meta":{"versionId":"1"}})").contains("meta"));
}

TEST_CASE("a type that cannot say so is not withdrawn") {
  for (const char* type : {"Provenance", "Questionnaire", "Binary", "Location", "Nonsense"}) {
    const Json resource{{"resourceType", type}, {"status", "active"}};
    CHECK_FALSE(fhir::as_withdrawn(resource, ""));
    CHECK_FALSE(fhir::is_withdrawn(resource));
  }
}

TEST_CASE("whatever the shipped forms map can be withdrawn and is valid R4 then") {
  std::set<std::string> types;
  for (const std::string& id : shipped::ids()) {
    Json bundle = shipped::bundle(shipped::record(id, shipped::Trust::reviewed), fhir::BundleKind::collection);
    for (Json& entry : bundle["entry"]) {
      const std::string type = entry["resource"]["resourceType"];
      if (type == "Provenance") continue;
      const std::optional<Json> out = fhir::as_withdrawn(entry["resource"], "");
      REQUIRE_MESSAGE(out, type);
      CHECK(fhir::is_withdrawn(*out));
      entry["resource"] = *out;
      types.insert(type);
    }
    const auto findings = fhir::validate(bundle.dump());
    CHECK_MESSAGE(std::none_of(findings.begin(), findings.end(), [](const auto& f) { return f.severity == "error"; }),
                  id << "\n"
                     << fhir_sample::listed(findings));
  }
  CHECK(types.size() >= 19);
}
