#include <doctest/doctest.h>

#include <filesystem>

#include "pipeline/fhir/mapping_check.hpp"
#include "pipeline/forms/load.hpp"
#include "tests/unit/fhir/sample_record.hpp"

using namespace carescan;
using namespace fhir_sample;

namespace {

std::vector<std::string> problems_of(const std::string& fhir) {
  FormTemplate with = form();
  with.fhir_json = fhir;
  return fhir::mapping_problems(with);
}

/// One problem, at this pointer, that says this.
bool only(const std::vector<std::string>& problems, const std::string& pointer, const std::string& words) {
  return problems.size() == 1 && problems[0].starts_with(pointer + ": ") &&
         problems[0].find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("good mappings have no problems") {
  CHECK(fhir::mapping_problems(form()).empty());
  CHECK(problems_of("[]").empty());
  for (const FormTemplate& shipped :
       forms::load_catalogue({std::filesystem::path(CARESCAN_SOURCE_DIR) / "templates"})) {
    const auto problems = fhir::mapping_problems(shipped);
    CHECK_MESSAGE(problems.empty(), (problems.empty() ? std::string() : problems[0]));
  }
}

TEST_CASE("unknown filters are found where they stand and what cannot be filled at all is said") {
  CHECK(only(problems_of(R"([{"resourceType":"Patient","name":[{"family":"{{surname | shout}}"}]}])"),
             "/fhir/0/name/0/family", "no filter \"shout\""));
  CHECK(only(problems_of(R"([{"resourceType":"Patient","name":[{"family":"{{maiden_name}}"}]}])"), "/fhir",
             "names the field \"maiden_name\""));
  CHECK(only(problems_of(R"([{"resourceType":"Patient","name":[{"family":"{{surname"}]}])"), "/fhir", "not closed"));
}

TEST_CASE("elements that R4 does not have are found even where nothing fills them") {
  CHECK(only(problems_of(R"([{"resourceType":"Patient","nickname":"{{surname}}"}])"), "/fhir/0/nickname",
             "Patient.nickname"));
  CHECK(only(problems_of(R"([{"resourceType":"Patient","contact":[{"name":{"surname":"{{surname | date}}"}}]}])"),
             "/fhir/0/contact/0/name/surname", "no element"));
}

TEST_CASE("values that FHIR refuses are found for any option") {
  CHECK(only(problems_of(R"([{"resourceType":"Patient","gender":"{{sex | map:F=female,M=man}}"}])"), "/fhir/0/gender",
             "value set"));
  CHECK(only(problems_of(R"([{"resourceType":"Patient","birthDate":"{{surname}}"}])"), "/fhir/0/birthDate",
             "no valid FHIR"));
}

TEST_CASE("values are tried as accepted and as reviewed because other profiles are claimed then") {
  CHECK(problems_of(R"([{"resourceType":"AllergyIntolerance","code":{"text":"{{allergies}}"}}])").empty());
  CHECK(
      only(problems_of(
               R"([{"resourceType":"Observation","code":{"text":"Weight"},"valueQuantity":{"value":"{{surname}}"}}])"),
           "/fhir/0/valueQuantity/value", "no valid FHIR"));
}

TEST_CASE("a required element that nothing fills is found") {
  CHECK(only(problems_of(R"([{"resourceType":"Observation","valueString":"{{surname}}"}])"), "/fhir/0", "code"));
}

TEST_CASE("skeletons that nothing can fill are warned of") {
  CHECK(only(problems_of(R"([{"resourceType":"Flag","when":"{{sex | is:X}}","code":{"text":"{{surname}}"}}])"),
             "/fhir/0", "warning: nothing that people write"));
  CHECK(only(problems_of(R"([{"resourceType":"Patient"},{"resourceType":"Patient"}])"), "/fhir/1",
             "warning: only the first"));
}

TEST_CASE("what is made of empty fields is tried too") {
  const char* const alone = R"([{"resourceType":"Observation","when":"{{surname}}","unless":"{{allergies}}",
    "code":{"text":"Alone"},"valueString":"{{surname}}"}])";
  CHECK(problems_of(alone).empty());
  const char* const date = R"([{"resourceType":"Observation","when":"{{surname}}","unless":"{{allergies}}",
    "code":{"text":"Alone"},"effectiveDateTime":"{{surname}}"}])";
  CHECK(only(problems_of(date), "/fhir/0/effectiveDateTime", "no valid FHIR"));
}

TEST_CASE("a reference is to a skeleton that comes before and ids are there once") {
  const std::string goal = R"({"resourceType":"Goal","id":"wish","description":{"text":"{{surname}}"}})";
  const std::string plan = R"({"resourceType":"CarePlan","title":"{{surname}}","goal":[{"reference":"{{@wish}}"}]})";
  CHECK(problems_of("[" + goal + "," + plan + "]").empty());
  CHECK(only(problems_of("[" + plan + "," + goal + "]"), "/fhir/0/goal/0/reference", "called \"wish\""));
  CHECK(only(problems_of("[" + goal + "," + goal + "]"), "/fhir/1/id", "an id of its own"));
}

TEST_CASE("what is no resource skeleton is said to be none") {
  CHECK(only(problems_of("{}"), "/fhir", "array"));
  CHECK(only(problems_of("[1]"), "/fhir/0", "object"));
  CHECK(only(problems_of(R"([{"resourceType":"Person of FHIR"}])"), "/fhir/0/resourceType", "no such resource type"));
}
