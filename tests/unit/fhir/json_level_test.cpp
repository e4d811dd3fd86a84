#include <doctest/doctest.h>

#include "pipeline/fhir/utf8.hpp"
#include "tests/unit/fhir/broken.hpp"

using namespace fhir_sample;
using carescan::fhir::validate;

namespace {

const std::string patient = R"({"resourceType":"Patient","gender":"female"})";

}  // namespace

TEST_CASE("a small valid resource has no findings") {
  CHECK_MESSAGE(validate(patient).empty(), listed(validate(patient)));
}

TEST_CASE("a byte order mark is an error but the rest is still looked at") {
  const Findings findings = validate(
      "\xEF\xBB\xBF"
      R"({"resourceType":"Patient","gender":"f"})");
  CHECK(found(findings, "structure", ""));
  CHECK(found(findings, "code-invalid", "Patient.gender"));
}

TEST_CASE("bytes that are not UTF-8 are an error") {
  CHECK(found(validate("{\"resourceType\":\"Patient\",\"gender\":\"\xC3\"}"), "structure", ""));
  CHECK(found(validate("\xFF\xFE{"), "structure", ""));
}

TEST_CASE("UTF-8 is told from what only looks like it") {
  using carescan::fhir::is_utf8;
  for (const char* good : {"", "a", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\xEF\xBF\xBD"})
    CHECK(is_utf8(good));
  for (const char* bad :
       {"\x80", "\xC0\xAF", "\xC3", "\xED\xA0\x80", "\xE0\x80\x80", "\xF4\x90\x80\x80", "\xF8\x88\x80\x80", "\xE2\x82"})
    CHECK_FALSE(is_utf8(bad));
}

TEST_CASE("a member that stands twice is named by its path") {
  CHECK(found(validate(R"({"resourceType":"Patient","gender":"female","gender":"male"})"), "structure",
              "Patient.gender"));
  const Findings nested = validate(R"({"resourceType":"Patient","name":[{"family":"A"},{"family":"B","family":"C"}]})");
  CHECK(found(nested, "structure", "Patient.name[1].family"));
  const Findings inside =
      validate(R"({"resourceType":"Patient","maritalStatus":{"text":"a"},"maritalStatus":{"text":"b","text":"c"}})");
  CHECK(found(inside, "structure", "Patient.maritalStatus"));
}

TEST_CASE("a member that stands twice inside one that stands twice keeps the first and the parser its footing") {
  const Findings findings = validate(
      R"({"resourceType":"Patient","name":1,"name":{"use":1,"use":{"text":1,"text":{"id":"x"},"id":"y"},"id":"z"}})");
  CHECK(found(findings, "structure", "Patient.name"));
  CHECK(std::ranges::count(findings, "This member stands twice in its object; only one can count.",
                           &carescan::fhir::Finding::message) == 3);
}

TEST_CASE("what is no JSON is an error with the place and nothing of the text") {
  for (const std::string bad : {"", "{", "[1,2", R"({"resourceType":"Patient",})", R"({"resourceType":"SECRET)",
                                "{'a':1}", "nul", R"({"a":"\ud800"})", "{\"a\":\"line\nbreak\"}", "{} {}"}) {
    const Findings findings = validate(bad);
    CAPTURE(bad);
    CHECK(carescan::fhir::has_error(findings));
    CHECK(listed(findings).find("SECRET") == std::string::npos);
  }
}

TEST_CASE("a number too large for any computer is an error") {
  CHECK(found(validate(R"({"resourceType":"Observation","valueInteger":1e999})"), "value", "valueInteger"));
}

TEST_CASE("hostile nesting ends with an error and not with a crash") {
  const Findings arrays = validate(std::string(500000, '['));
  CHECK(found(arrays, "structure", ""));
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += R"({"item":[)";
  CHECK(carescan::fhir::has_error(validate(deep)));
}

TEST_CASE("nesting that a questionnaire may have is read") {
  std::string item = R"({"linkId":"0","text":"innermost"})";
  for (int i = 1; i < 20; ++i) item = R"({"linkId":")" + std::to_string(i) + R"(","item":[)" + item + "]}";
  const Findings findings =
      validate(R"({"resourceType":"QuestionnaireResponse","status":"completed","item":[)" + item + "]}");
  CHECK_MESSAGE(findings.empty(), listed(findings));
}

TEST_CASE("what is no resource is an error") {
  CHECK(found(validate("[]"), "structure", ""));
  CHECK(found(validate("17"), "structure", ""));
  CHECK(found(validate("{}"), "structure", ""));
  CHECK(found(validate(R"({"resourceType":"Persn"})"), "structure", ""));
  CHECK(found(validate(R"({"resourceType":17})"), "structure", ""));
}

TEST_CASE("an R4 resource that the table does not describe is a warning") {
  const Findings findings = validate(R"({"resourceType":"Medication","status":"active"})");
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].severity == "warning");
  CHECK(findings[0].code == "not-supported");
}

TEST_CASE("findings become an OperationOutcome that is itself valid") {
  const Findings findings = validate(R"({"resourceType":"Patient","gender":"f","":1})");
  const Json outcome = Json::parse(carescan::fhir::operation_outcome(findings));
  CHECK(outcome["issue"].size() == findings.size());
  CHECK(outcome["issue"][0].contains("expression"));
  CHECK(validate(outcome.dump()).empty());
}

TEST_CASE("no findings become one informational issue") {
  const Json outcome = Json::parse(carescan::fhir::operation_outcome({}));
  REQUIRE(outcome["issue"].size() == 1);
  CHECK(outcome["issue"][0]["severity"] == "information");
  CHECK(validate(outcome.dump()).empty());
}

TEST_CASE("findings never repeat a value or a strange name") {
  const Findings findings =
      validate(R"({"resourceType":"Patient","gender":"SECRET","birthDate":"SECRET","SECRET name of 12":1,
    "identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"SECRET"}],"name":"SECRET","active":"SECRET",
    "managingOrganization":{"reference":"SECRET"},"extension":[{"url":"SECRET"}],"text":{"status":"SECRET","div":"SECRET"}})");
  CHECK(findings.size() >= 9);
  CHECK_MESSAGE(listed(findings).find("SECRET") == std::string::npos, listed(findings));
}
