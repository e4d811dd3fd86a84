#include <doctest/doctest.h>

#include "tests/unit/fhir/broken.hpp"

using namespace fhir_sample;
using carescan::fhir::validate;

TEST_CASE("an unknown element is found") {
  CHECK(found(after("Patient", [](Json& r) { r["surname"] = "x"; }), "structure", "resource.surname"));
  CHECK(found(after("Patient", [](Json& r) { r["name"][0]["familyName"] = "x"; }), "structure", "name[0].familyName"));
  CHECK(found(after([](Json& b) { b["entries"] = Json::array(); }), "structure", "Bundle.entries"));
  CHECK(found(after("Patient", [](Json& r) { r["no such name"] = 1; }), "structure", "entry[0].resource"));
  CHECK(found(after("Patient", [](Json& r) { r["Gender"] = "female"; }), "structure", "resource.Gender"));
}

TEST_CASE("a missing required element is found") {
  CHECK(found(after("QuestionnaireResponse", [](Json& r) { r.erase("status"); }), "required", "resource.status"));
  CHECK(found(after("QuestionnaireResponse", [](Json& r) { r["item"][0].erase("linkId"); }), "required",
              "item[0].linkId"));
  CHECK(found(after("Provenance", [](Json& r) { r.erase("agent"); }), "required", "resource.agent"));
  CHECK(found(after("DocumentReference",
                    [](Json& r) {
                      r["content"][0].erase("attachment");
                      r["content"][0]["format"] = {{"code", "x"}};
                    }),
              "required", "content[0].attachment"));
  CHECK(found(after([](Json& b) { b.erase("type"); }), "required", "Bundle.type"));
}

TEST_CASE("an array where one value belongs and the other way round are found") {
  CHECK(found(after("Patient", [](Json& r) { r["birthDate"] = Json::array({"1938-02-28"}); }), "structure",
              "resource.birthDate"));
  CHECK(found(after("Patient", [](Json& r) { r["name"] = r["name"][0]; }), "structure", "resource.name"));
  CHECK(found(after("Patient", [](Json& r) { r["name"][0]["given"] = "Mary"; }), "structure", "name[0].given"));
}

TEST_CASE("a value of another JSON type is found") {
  CHECK(found(after("Patient", [](Json& r) { r["active"] = "true"; }), "value", "resource.active"));
  CHECK(found(after("Patient", [](Json& r) { r["birthDate"] = 1938; }), "value", "resource.birthDate"));
  CHECK(found(after("Patient", [](Json& r) { r["maritalStatus"] = "single"; }), "structure", "resource.maritalStatus"));
  CHECK(found(after("Patient", [](Json& r) { r["name"][0] = "Mary"; }), "structure", "resource.name[0]"));
  CHECK(found(after("Patient", [](Json& r) { r["gender"] = Json::object(); }), "value", "resource.gender"));
  CHECK(found(after("DocumentReference", [](Json& r) { r["content"][0]["attachment"]["size"] = "1"; }), "value",
              "attachment.size"));
}

TEST_CASE("what is empty or null is found") {
  CHECK(found(after("Patient", [](Json& r) { r["telecom"] = Json::array(); }), "structure", "resource.telecom"));
  CHECK(found(after("Patient", [](Json& r) { r["maritalStatus"] = Json::object(); }), "structure",
              "resource.maritalStatus"));
  CHECK(found(after("Patient", [](Json& r) { r["birthDate"] = ""; }), "value", "resource.birthDate"));
  CHECK(found(after("Patient", [](Json& r) { r["language"] = nullptr; }), "structure", "resource.language"));
  CHECK(found(after("Patient", [](Json& r) { r["maritalStatus"] = nullptr; }), "structure", "resource.maritalStatus"));
  CHECK(found(after("Patient", [](Json& r) { r["name"][0]["given"][0] = nullptr; }), "structure", "given[0]"));
  CHECK(found(after("Patient", [](Json& r) { r["name"].push_back(nullptr); }), "structure", "name[1]"));
}

TEST_CASE("of a choice one type may be there and only an allowed one") {
  const auto two = [](Json& r) { r["item"][2]["answer"][0]["valueString"] = "x"; };
  CHECK(found(after("QuestionnaireResponse", two), "structure", "answer[0].value"));
  const auto other = [](Json& r) { r["item"][2]["answer"][0] = {{"valueAddress", {{"text", "x"}}}}; };
  CHECK(found(after("QuestionnaireResponse", other), "structure", "answer[0].valueAddress"));
  CHECK(found(validate(R"({"resourceType":"Patient","deceased":true})"), "structure", "Patient.deceased"));
}

TEST_CASE("id and extensions of a primitive stand in its partner") {
  const std::string start = R"({"resourceType":"Patient",)";
  CHECK(validate(start + R"("birthDate":"1938-02-28","_birthDate":{"id":"a"}})").empty());
  CHECK(validate(start + R"("_birthDate":{"extension":[{"url":"http://a.example/b","valueCode":"c"}]}})").empty());
  const std::string why = R"({"extension":[{"url":"http://a.example/b","valueCode":"c"}]})";
  CHECK(validate(start + R"("name":[{"given":["A",null],"_given":[null,)" + why + "]}]}").empty());
  CHECK(
      found(validate(start + R"("name":[{"given":["A",null],"_given":[null,{"id":"x"}]}]})"), "invariant", "given[1]"));
  CHECK(found(validate(start + R"("name":[{"id":"x"}]})"), "invariant", "Patient.name[0]"));
  CHECK(found(validate(start + R"("id":"a","_id":)" + why + "}"), "structure", "Patient.id"));
  CHECK(
      found(validate(start + R"("name":[{"given":["A","B"],"_given":[{"id":"x"}]}]})"), "structure", "name[0].given"));
  CHECK(found(validate(start + R"("name":[{"given":["A",null],"_given":[null,null]}]})"), "structure", "given[1]"));
  CHECK(found(validate(start + R"("_birthDate":"x"})"), "structure", "Patient.birthDate"));
  CHECK(found(validate(start + R"("_birthDate":{"value":"x"}})"), "structure", "Patient.birthDate.value"));
  CHECK(found(validate(start + R"("_name":[{"id":"x"}]})"), "structure", "Patient._name"));
  CHECK(found(validate(R"({"resourceType":"Patient","_resourceType":{"id":"x"}})"), "structure",
              "Patient._resourceType"));
}

TEST_CASE("a required primitive may be there by its extension alone") {
  const std::string json = R"({"resourceType":"QuestionnaireResponse",
    "_status":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"unknown"}]}})";
  CHECK_MESSAGE(validate(json).empty(), listed(validate(json)));
}

TEST_CASE("codes of required value sets are checked and others left alone") {
  CHECK(found(after("Patient", [](Json& r) { r["gender"] = "f"; }), "code-invalid", "resource.gender"));
  CHECK(
      found(after("QuestionnaireResponse", [](Json& r) { r["status"] = "done"; }), "code-invalid", "resource.status"));
  CHECK(found(after("Patient", [](Json& r) { r["name"][0]["use"] = "Official"; }), "code-invalid", "name[0].use"));
  CHECK(found(after("DocumentReference", [](Json& r) { r["content"][0]["attachment"]["contentType"] = "pdf"; }),
              "code-invalid", "attachment.contentType"));
  CHECK(after("DocumentReference", [](Json& r) {
          r["content"][0]["attachment"]["contentType"] = "text/plain; charset=utf-8";
        }).empty());
  CHECK(found(after("Patient", [](Json& r) { r["language"] = "english language"; }), "code-invalid",
              "resource.language"));
  CHECK(after("Patient", [](Json& r) { r["language"] = "en-GB"; }).empty());
}

TEST_CASE("a concept with a required binding needs system and code") {
  const auto condition = [](const std::string& status) {
    return validate(R"({"resourceType":"Condition","subject":{"display":"x"},"clinicalStatus":)" + status + "}");
  };
  CHECK(
      condition(R"({"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]})")
          .empty());
  CHECK(found(condition(R"({"text":"active"})"), "code-invalid", "Condition.clinicalStatus"));
  CHECK(found(condition(R"({"coding":[{"code":"active"}]})"), "code-invalid", "Condition.clinicalStatus"));
}

TEST_CASE("contained resources have an id and are referred to") {
  const auto with = [](const std::string& inner, const std::string& more) {
    return validate(R"({"resourceType":"Patient","contained":[)" + inner + "]" + more + "}");
  };
  const std::string used = R"(,"managingOrganization":{"reference":"#o"})";
  const std::string good = R"({"resourceType":"Organization","id":"o","name":"x"})";
  CHECK_MESSAGE(with(good, used).empty(), listed(with(good, used)));
  CHECK(broke(with(good, ""), "dom-3"));
  CHECK(found(with(R"({"resourceType":"Organization","name":"x"})", ""), "required", "contained[0].id"));
  CHECK(found(with(good + "," + good, used), "duplicate", "contained[1].id"));
  CHECK(broke(with(R"({"resourceType":"Organization","id":"o","name":"x","meta":{"versionId":"1"}})", used), "dom-4"));
  CHECK(broke(with(R"({"resourceType":"Organization","id":"o","name":"x","meta":{"security":[{"code":"a"}]}})", used),
              "dom-5"));
  CHECK(
      broke(with(R"({"resourceType":"Organization","id":"o","name":"x","contained":[)" + good + "]}", used), "dom-2"));
  CHECK(found(with(R"({"resourceType":"Organization","id":"o","nam":"x"})", used), "structure", "contained[0].nam"));
}
