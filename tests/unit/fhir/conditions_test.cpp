#include <doctest/doctest.h>

#include "pipeline/fhir/conditions.hpp"
#include "tests/unit/fhir/broken.hpp"

using namespace carescan;
using namespace fhir_sample;

namespace {

/// Findings after the first entry's condition was replaced; `{key}` stands for its system|value.
Findings on_condition(std::string condition) {
  return after([&](Json& bundle) {
    const Json& key = bundle["entry"][0]["resource"]["identifier"][0];
    const std::string token = key["system"].get<std::string>() + "|" + key["value"].get<std::string>();
    if (const auto at = condition.find("{key}"); at != std::string::npos) condition.replace(at, 5, token);
    bundle["entry"][0]["request"]["ifNoneExist"] = condition;
  });
}

}  // namespace

TEST_CASE("a conditional create looks for an identifier that the resource has") {
  CHECK(found(on_condition("identifier=https://fhir.nhs.uk/Id/nhs-number|9990000026"), "value", "request.ifNoneExist"));
  CHECK(found(on_condition("identifier=https://other.example|9990000018"), "value", "request.ifNoneExist"));
  for (const char* legal :
       {"identifier={key}", "identifier=9990000018", "identifier=https%3A%2F%2Fother.example%7C1,{key}",
        "active=true&identifier={key}", "birthdate=1938-02-28"}) {
    CAPTURE(legal);
    const Findings findings = on_condition(legal);
    CHECK_MESSAGE(findings.empty(), listed(findings));
  }
}

TEST_CASE("a condition in percent code is the same condition") {
  CHECK(fhir::percent_decoded("a%7Cb%2") == "a|b%2");
  CHECK(on_condition("identifier=https%3A%2F%2Ffhir.nhs.uk%2FId%2Fnhs-number%7C9990000018").empty());
}

TEST_CASE("two entries do not create under the same condition") {
  const auto twice = [](const char* value) {
    return after([&](Json& bundle) {
      Json again = bundle["entry"][0];
      again["fullUrl"] = "urn:uuid:0d9c7a30-3a07-5d55-8f3e-000000000002";
      again["resource"]["id"] = "0d9c7a30-3a07-5d55-8f3e-000000000002";
      again["resource"]["identifier"].push_back({{"system", "https://care.example"}, {"value", value}});
      if (*value != 0) again["request"]["ifNoneExist"] = std::string("identifier=https://care.example|") + value;
      if (*value == 0) again["resource"]["identifier"].erase(1);
      bundle["entry"].push_back(again);
    });
  };
  CHECK(found(twice(""), "duplicate", "request.ifNoneExist"));
  CHECK(twice("17").empty());
}
