#include <doctest/doctest.h>

#include "tests/unit/fhir/sample_record.hpp"

using namespace carescan;
using namespace fhir_sample;

namespace {

Json patient(const Record& r) {
  return resource(bundle_of(r), "Patient");
}

std::string status(const Json& identifier) {
  return identifier["extension"][0]["valueCodeableConcept"]["coding"][0]["code"];
}

Json patient_of(const std::string& fhir, const Record& r) {
  FormTemplate other = form();
  other.fhir_json = fhir;
  return resource(Json::parse(fhir::make_bundle(r, other, scans(), options())), "Patient");
}

}  // namespace

TEST_CASE("a patient has what the form maps and was accepted") {
  const Json p = patient(record());
  CHECK(p["name"] == Json::parse(R"([{"use":"official","family":"Ashdown","given":["Mary","Ann"]}])"));
  CHECK(p["gender"] == "female");
  CHECK(p["birthDate"] == "1938-02-28");
  CHECK(p["telecom"][0]["value"] == "01632 960001");
}

TEST_CASE("an accepted valid NHS number is the key and says that nobody traced it") {
  const Json p = patient(record());
  REQUIRE(p["identifier"].size() == 1);
  CHECK(p["identifier"][0]["value"] == "9990000018");
  CHECK(status(p["identifier"][0]) == "02");
  CHECK(bundle_of(record())["entry"][0]["request"]["ifNoneExist"] ==
        "identifier=https://fhir.nhs.uk/Id/nhs-number|9990000018");
}

TEST_CASE("an NHS number that is asked or blank or wrong makes the document the key") {
  Record asked = record(), blank = record(), wrong = record();
  set(asked, "nhs_number", FieldState::read, false);
  set(blank, "nhs_number", FieldState::blank);
  at(wrong, "nhs_number").value = std::string("9990000019");
  for (const Record& r : {asked, blank, wrong}) {
    const Json p = patient(r);
    REQUIRE(p["identifier"].size() == 1);
    CHECK(p["identifier"][0]["system"] == "urn:ietf:rfc:3986");
    CHECK(p["identifier"][0]["use"] == "temp");
    CHECK(status(p["identifier"][0]) == "03");
    CHECK(bundle_of(r).dump().find("|99900") == std::string::npos);
  }
}

TEST_CASE("a reviewed NHS number is the key although policy did not accept it") {
  Record r = record();
  at(r, "nhs_number").accepted = false;
  at(r, "nhs_number").reviewed = true;
  CHECK(patient(r)["identifier"][0]["value"] == "9990000018");
}

TEST_CASE("an asked surname is nowhere in the bundle") {
  Record r = record();
  at(r, "surname").accepted = false;
  for (const fhir::BundleKind kind :
       {fhir::BundleKind::transaction, fhir::BundleKind::document, fhir::BundleKind::collection})
    CHECK(bundle_of(r, options(kind)).dump().find("Ashdown") == std::string::npos);
  CHECK_FALSE(patient(r)["name"][0].contains("family"));
}

TEST_CASE("a form without a patient mapping still has a patient known by the document") {
  const Json p = patient_of("[]", record());
  CHECK(p["identifier"][0]["use"] == "temp");
  CHECK_FALSE(p.contains("name"));
}

TEST_CASE("a contact nobody could reach is left out") {
  const std::string contact =
      R"([{"resourceType":"Patient","contact":[{"relationship":[{"text":"{{allergies}}"}],"name":{"text":"{{surname}}"}}]}])";
  CHECK(patient_of(contact, record())["contact"].size() == 1);
  Record asked = record();
  at(asked, "surname").accepted = false;
  CHECK_FALSE(patient_of(contact, asked).contains("contact"));
}

TEST_CASE("a language is coded or stays out of the patient") {
  const std::string spoken =
      R"([{"resourceType":"Patient","communication":[{"language":{"text":"{{allergies}}"},"preferred":true}]}])";
  Record r = record();
  at(r, "allergies").value = std::string("polish");
  const Json language = patient_of(spoken, r)["communication"][0]["language"];
  CHECK(language["coding"][0]["code"] == "pl");
  CHECK(language["text"] == "polish");
  at(r, "allergies").value = std::string("Sindarin");
  CHECK_FALSE(patient_of(spoken, r).contains("communication"));
}

TEST_CASE("two identifiers of the NHS system give one") {
  const std::string twice =
      R"([{"resourceType":"Patient","identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"{{nhs_number}}"},
    {"system":"https://fhir.nhs.uk/Id/nhs-number","value":"{{nhs_number}}"},{"system":"https://care.example/id","value":"{{surname}}"}]}])";
  const Json p = patient_of(twice, record());
  REQUIRE(p["identifier"].size() == 2);
  CHECK(p["identifier"][1]["system"] == "https://care.example/id");
}
