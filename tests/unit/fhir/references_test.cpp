#include <doctest/doctest.h>

#include "tests/unit/fhir/broken.hpp"

using namespace fhir_sample;
using carescan::fhir::BundleKind;
using carescan::fhir::validate;

namespace {

/// Findings of a valid bundle whose DocumentReference has this subject.
Findings subject(const std::string& reference, BundleKind kind = BundleKind::transaction) {
  return after(
      "DocumentReference",
      [&](Json& r) {
        r["subject"] = {{"reference", reference}};
      },
      kind);
}

constexpr const char* where = "resource.subject.reference";

}  // namespace

TEST_CASE("a urn:uuid reference finds an entry of its bundle") {
  const std::string nowhere = "urn:uuid:00000000-0000-4000-8000-000000000000";
  for (const BundleKind kind : {BundleKind::transaction, BundleKind::document, BundleKind::collection})
    CHECK(found(subject(nowhere, kind), "not-found", where));
  CHECK(found(subject("urn:uuid:00000000-0000-4000-8000-00000000000A"), "value", where));
}

TEST_CASE("a reference points at an allowed type") {
  const std::string device = bundle_of(mixed_record())["entry"][2]["fullUrl"];
  const auto custodian = after("DocumentReference", [&](Json& r) { r["custodian"]["reference"] = device; });
  CHECK(found(custodian, "value", "custodian.reference"));
  CHECK(subject(device).empty());
  CHECK(found(subject("Organization/1"), "value", where));
  CHECK(found(subject("https://server.example/fhir/Organization/1"), "value", where));
  CHECK(subject("https://server.example/fhir/Patient/1/_history/2").empty());
}

TEST_CASE("a relative reference is a type and an id") {
  CHECK(subject("Patient/1").empty());
  CHECK(subject("Patient/1/_history/3").empty());
  for (const char* bad :
       {"Patient", "Patient/", "Patient/a b", "Patent/1", "patient/1", "/Patient/1", "Patient/1/2", "1"})
    CHECK(found(subject(bad), "value", where));
}

TEST_CASE("a conditional reference is for transactions") {
  const std::string search = "Patient?identifier=https://fhir.nhs.uk/Id/nhs-number|9990000018";
  CHECK(subject(search).empty());
  CHECK(found(subject(search, BundleKind::collection), "not-supported", where));
  CHECK(found(subject("Patent?identifier=1"), "value", where));
}

TEST_CASE("a local reference finds a contained resource") {
  CHECK(found(subject("#nobody"), "not-found", where));
  const std::string json = R"({"resourceType":"Patient","contained":[{"resourceType":"Practitioner","id":"p"}],)";
  CHECK(validate(json + R"("generalPractitioner":[{"reference":"#p"}]})").empty());
  CHECK(found(validate(json + R"("managingOrganization":{"reference":"#p"}})"), "value", "Organization.reference"));
}

TEST_CASE("Reference.type agrees with what is pointed at") {
  const auto typed = [](const std::string& type) {
    return after("DocumentReference", [&](Json& r) { r["subject"]["type"] = type; });
  };
  CHECK(typed("Patient").empty());
  CHECK(found(typed("Group"), "value", "subject.type"));
}

TEST_CASE("a reference by identifier or display alone is fine") {
  CHECK(after("DocumentReference", [](Json& r) { r["subject"] = {{"display", "x"}}; }).empty());
  CHECK(after("DocumentReference", [](Json& r) {
          r["subject"] = {{"identifier", {{"value", "x"}}}, {"type", "Patient"}};
        }).empty());
  CHECK(found(after("DocumentReference",
                    [](Json& r) {
                      r["subject"] = {{"type", "Organization"}, {"display", "x"}};
                    }),
              "value", where));
}

TEST_CASE("relative references resolve against the server of the entry") {
  const auto bundle = [](const std::string& type) {
    return validate(R"({"resourceType":"Bundle","type":"collection","entry":[
      {"fullUrl":"http://s.example/r4/Patient/1","resource":{"resourceType":"Patient","id":"1"}},
      {"fullUrl":"http://s.example/r4/Flag/2","resource":{"resourceType":"Flag","id":"2","status":"active","code":{"text":"x"},"subject":{"reference":")" +
                    type + R"(/1"}}}]})");
  };
  CHECK_MESSAGE(bundle("Patient").empty(), listed(bundle("Patient")));
  CHECK(found(bundle("Observation"), "value", "subject.reference"));
}
