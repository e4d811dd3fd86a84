#include <doctest/doctest.h>

#include "pipeline/fhir/bundle.hpp"
#include "tests/unit/fhir/care_record.hpp"

using namespace carescan;
using namespace care_sample;
using carescan::fhir::Json;

namespace {

const std::string mapping =
    std::string(R"([{"resourceType":"Patient","name":[{"family":"{{surname}}"}]},)") + std::string(allergies).substr(1);

Json bundle(const Record& record, fhir::BundleKind kind = fhir::BundleKind::transaction) {
  fhir::BundleOptions options;
  options.recorded = "2026-07-01T10:00:00Z";
  options.kind = kind;
  options.provider = fhir::Provider{"Example Care Home", "X99999", ""};
  return Json::parse(fhir::make_bundle(record, form(mapping),
                                       {{"scan.pdf", std::string(64, 'a'), "", "application/pdf", 1000}}, options));
}

Json request(const Json& bundle, const std::string& type) {
  for (const Json& entry : bundle.at("entry"))
    if (entry.at("resource").at("resourceType") == type) return entry.at("request");
  return nullptr;
}

}  // namespace

TEST_CASE("what nobody has looked at is created unless it is there") {
  const Json first = bundle(all_accepted());
  for (const char* type : {"Patient", "QuestionnaireResponse", "AllergyIntolerance", "Organization", "Device"}) {
    CHECK(request(first, type).at("method") == "POST");
    CHECK(request(first, type).contains("ifNoneExist"));
  }
}

TEST_CASE("a corrected document updates what is its own and leaves alone what others share") {
  const Json corrected = bundle(all_reviewed());
  for (const char* type : {"Patient", "QuestionnaireResponse", "AllergyIntolerance"}) {
    CHECK(request(corrected, type).at("method") == "PUT");
    CHECK(request(corrected, type)
              .at("url")
              .get<std::string>()
              .starts_with(std::string(type) + "?identifier=urn:ietf:rfc:3986|urn:uuid:"));
  }
  for (const char* type : {"Organization", "Device"}) CHECK(request(corrected, type).at("method") == "POST");
}

TEST_CASE("a correction is found by the identifiers of the first reading") {
  const auto search = [](const std::string& text) { return text.substr(text.find("identifier=")); };
  const Json first = request(bundle(all_accepted()), "AllergyIntolerance"),
             second = request(bundle(all_reviewed()), "AllergyIntolerance");
  CHECK(search(first.at("ifNoneExist")) == search(second.at("url")));
}

TEST_CASE("a document bundle shows lists as sections and everything derived in one") {
  const Json document = bundle(all_reviewed(), fhir::BundleKind::document);
  const Json& composition = document.at("entry")[0].at("resource");
  REQUIRE(composition.at("section").size() == 3);
  CHECK(composition.at("section")[1].at("title") == "What the answers became");
  CHECK(composition.at("section")[1].at("entry").size() == 1);
  CHECK(fhir::has_error(fhir::validate(document.dump())) == false);
}

TEST_CASE("a derived resource is a target of the provenance of every trust that it was made of") {
  Record half = all_reviewed();
  for (RecordField& f : half.fields) f.reviewed = f.name != "allergy_1_reaction";
  const Json all = bundle(half);
  int targets = 0;
  std::string allergy;
  for (const Json& entry : all.at("entry"))
    if (entry.at("resource").at("resourceType") == "AllergyIntolerance") allergy = entry.at("fullUrl");
  for (const Json& entry : all.at("entry"))
    if (entry.at("resource").at("resourceType") == "Provenance")
      for (const Json& target : entry.at("resource").at("target")) targets += target.at("reference") == allergy ? 1 : 0;
  CHECK(targets == 2);
}
