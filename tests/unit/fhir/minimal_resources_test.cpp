#include <doctest/doctest.h>

#include <set>

#include "pipeline/fhir/facts.hpp"
#include "tests/unit/fhir/broken.hpp"

using namespace fhir_sample;
using carescan::fhir::validate;

namespace {

/// A smallest valid resource of each type in the table, and some that use more of it.
const std::vector<std::string> valid{
    R"({"resourceType":"Bundle","type":"collection"})",
    R"({"resourceType":"Bundle","type":"searchset","total":0,"link":[{"relation":"self","url":"http://a.example/Patient"}]})",
    R"({"resourceType":"Bundle","type":"transaction-response","entry":[{"response":{"status":"201 Created"}}]})",
    R"({"resourceType":"Patient","active":true})",
    R"({"resourceType":"Patient","deceasedBoolean":false,"multipleBirthInteger":2,"birthDate":"1938"})",
    R"({"resourceType":"Practitioner","name":[{"text":"A. Nurse"}]})",
    R"({"resourceType":"PractitionerRole","active":true})",
    R"({"resourceType":"Organization","name":"Example Care Home"})",
    R"({"resourceType":"RelatedPerson","patient":{"reference":"Patient/1"}})",
    R"({"resourceType":"Composition","status":"final","type":{"text":"x"},"date":"2024","author":[{"display":"x"}],"title":"x"})",
    R"({"resourceType":"List","status":"current","mode":"working","entry":[{"date":"2024-01-01","item":{"display":"x"}}]})",
    R"({"resourceType":"List","status":"current","mode":"snapshot","emptyReason":{"text":"left blank on the paper"}})",
    R"({"resourceType":"CarePlan","status":"draft","intent":"plan","subject":{"reference":"Patient/1"},"activity":[{"detail":{"status":"unknown"}}]})",
    R"({"resourceType":"CareTeam","participant":[{"member":{"reference":"Patient/1"}}]})",
    R"({"resourceType":"Goal","lifecycleStatus":"proposed","description":{"text":"x"},"subject":{"reference":"Patient/1"}})",
    R"({"resourceType":"QuestionnaireResponse","status":"completed"})",
    R"({"resourceType":"QuestionnaireResponse","status":"amended","item":[{"linkId":"1","answer":[{"valueBoolean":false,"item":[{"linkId":"1.1"}]}]}]})",
    R"({"resourceType":"Questionnaire","status":"draft","item":[{"linkId":"1","type":"group","item":[{"linkId":"2","type":"display"}]}]})",
    R"({"resourceType":"Observation","status":"preliminary","code":{"text":"x"},"valueQuantity":{"value":61.5,"unit":"kg","system":"http://unitsofmeasure.org","code":"kg"}})",
    R"({"resourceType":"Observation","status":"final","code":{"text":"x"},"dataAbsentReason":{"text":"x"},"effectivePeriod":{"start":"2024-01","end":"2024-01-03"}})",
    R"({"resourceType":"Condition","subject":{"reference":"Patient/1"},"code":{"text":"x"},"onsetString":"as a child"})",
    R"({"resourceType":"AllergyIntolerance","patient":{"reference":"Patient/1"},"code":{"text":"x"},"clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical","code":"active"}]}})",
    R"({"resourceType":"MedicationStatement","status":"unknown","subject":{"reference":"Patient/1"},"medicationCodeableConcept":{"text":"x"},"dosage":[{"text":"x","timing":{"repeat":{"frequency":2,"period":1,"periodUnit":"d"}}}]})",
    R"({"resourceType":"RiskAssessment","status":"final","subject":{"reference":"Patient/1"},"prediction":[{"probabilityDecimal":12.5}]})",
    R"({"resourceType":"Flag","status":"active","code":{"text":"x"},"subject":{"reference":"Patient/1"}})",
    R"({"resourceType":"Consent","status":"active","scope":{"text":"x"},"category":[{"text":"x"}],"policyRule":{"text":"x"}})",
    R"({"resourceType":"Provenance","target":[{"reference":"Patient/1"}],"recorded":"2024-01-01T00:00:00.000+01:00","agent":[{"who":{"display":"x"}}]})",
    R"({"resourceType":"DocumentReference","status":"current","content":[{"attachment":{"contentType":"application/pdf","data":"TWFu"}}]})",
    R"({"resourceType":"Binary","contentType":"text/plain","data":"TWFu"})",
    R"({"resourceType":"Device","deviceName":[{"name":"x","type":"other"}]})",
    R"({"resourceType":"Procedure","status":"completed","subject":{"reference":"Patient/1"}})",
    R"({"resourceType":"Encounter","status":"finished","class":{"code":"AMB"}})",
    R"({"resourceType":"Location","name":"x","position":{"longitude":-1.5,"latitude":53}})",
    R"({"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"structure"}]})"};

}  // namespace

TEST_CASE("no false alarm on small valid resources of every type") {
  std::set<std::string> tried;
  for (const std::string& json : valid) {
    CAPTURE(json);
    const Findings findings = validate(json);
    CHECK_MESSAGE(findings.empty(), listed(findings));
    tried.insert(Json::parse(json)["resourceType"].get<std::string>());
  }
  for (const auto& [name, type] : carescan::fhir::facts().types)
    if (type.resource) CHECK_MESSAGE(tried.contains(name), name);
}

TEST_CASE("each required element of the small resources is missed when it is gone") {
  for (const std::string& json : valid) {
    const Json resource = Json::parse(json);
    for (const auto& element : carescan::fhir::facts().types.at(resource["resourceType"]).elements) {
      if (element.min == 0) continue;
      Json without = resource;
      for (const auto& [name, value] : resource.items())
        if (name.starts_with(element.name)) without.erase(name);
      CAPTURE(json);
      CAPTURE(element.name);
      CHECK(found(validate(without.dump()), "required", "." + element.name));
    }
  }
}

TEST_CASE("each code with a required value set is refused when it is another") {
  int tried = 0;
  for (const std::string& json : valid) {
    const Json resource = Json::parse(json);
    for (const auto& element : carescan::fhir::facts().types.at(resource["resourceType"]).elements) {
      if (element.value_set.empty() || !resource.contains(element.name) || !resource[element.name].is_string())
        continue;
      Json other = resource;
      other[element.name] = "no-such-code";
      CAPTURE(json);
      CHECK(found(validate(other.dump()), "code-invalid", "." + element.name));
      ++tried;
    }
  }
  CHECK(tried > 20);
}

TEST_CASE("each reference of the small resources is refused when it points at a wrong type") {
  for (const std::string& json : valid) {
    const Json resource = Json::parse(json);
    for (const auto& element : carescan::fhir::facts().types.at(resource["resourceType"]).elements) {
      if (element.targets.empty() || element.many || !resource.contains(element.name)) continue;
      Json other = resource;
      other[element.name] = {{"reference", "Bundle/1"}};
      CAPTURE(json);
      CHECK(found(validate(other.dump()), "value", element.name + ".reference"));
    }
  }
}
