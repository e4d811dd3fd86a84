#include <doctest/doctest.h>

#include "tests/unit/fhir/sample_record.hpp"

using namespace carescan;
using namespace fhir_sample;

namespace {

Record doubtful() {
  Record r = record();
  r.issues = {{"page-missing", "", 2, std::nullopt, "this page of the form was not found"},
              {"page-owner-differs", "surname", 3, std::nullopt, "another name"},
              {"page-owner-differs", "first_names", 3, std::nullopt, "another name"},
              {"rule-order", "born", 1, std::nullopt, "dates are in another order"}};
  return r;
}

}  // namespace

TEST_CASE("missing and doubtful pages stand in the response once each with code and page") {
  const Json response = resource(bundle_of(doubtful()), "QuestionnaireResponse");
  const std::string url = "https://carescan.example/fhir/StructureDefinition/document-issue";
  REQUIRE(response["extension"].size() == 2);
  CHECK(response["extension"][0] == Json{{"url", url},
                                         {"extension", Json::array({{{"url", "code"}, {"valueCode", "page-missing"}},
                                                                    {{"url", "page"}, {"valuePositiveInt", 2}}})}});
  CHECK(response["extension"][1]["extension"][0]["valueCode"] == "page-owner-differs");
  CHECK(response["extension"][1]["extension"][1]["valuePositiveInt"] == 3);
}

TEST_CASE("missing and doubtful pages stand in the scan's description in words") {
  const Json scan = resource(bundle_of(doubtful()), "DocumentReference");
  const std::string words = scan["description"];
  CHECK(words.starts_with("Scan of a paper form, page 3 of the file. Page 2 of the form was not found. Page 3 "));
  CHECK(words.find("another person") != std::string::npos);
  CHECK(words.find("Ashdown") == std::string::npos);
}

TEST_CASE("pages that nothing confirms or that came twice are told in words") {
  Record r = record();
  r.issues = {{"page-unconfirmed", "", 2, std::nullopt, "nothing says so"},
              {"page-twice", "", 3, std::nullopt, "scanned twice"},
              {"page-uneven", "", 3, std::nullopt, "lies unevenly"}};
  const std::string words = resource(bundle_of(r), "DocumentReference")["description"];
  CHECK(words.find("Nothing on page 2 of the form says for certain that it belongs to the others.") !=
        std::string::npos);
  CHECK(words.find("Page 3 of the form was scanned twice.") != std::string::npos);
  CHECK(words.find("The printing of page 3 does not lie as on one flat sheet") != std::string::npos);
}

TEST_CASE("bundles with document issues are valid and those without have no such extension") {
  const auto findings = fhir::validate(fhir::make_bundle(doubtful(), form(), scans(), options()));
  CHECK_MESSAGE(findings.empty(), listed(findings));
  CHECK_FALSE(resource(bundle_of(record()), "QuestionnaireResponse").contains("extension"));
}
