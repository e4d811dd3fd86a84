#include "pipeline/fhir/bundle.hpp"

#include <doctest/doctest.h>

#include <set>

#include "pipeline/model/failure.hpp"
#include "tests/unit/fhir/sample_record.hpp"

using namespace carescan;
using namespace fhir_sample;
using carescan::fhir::BundleKind;

namespace {

std::vector<std::string> types(const Json& bundle) {
  std::vector<std::string> out;
  for (const Json& entry : bundle["entry"]) out.push_back(entry["resource"]["resourceType"]);
  return out;
}

std::string trust(const Json& provenance) {
  return provenance["extension"][0]["valueCode"];
}

}  // namespace

TEST_CASE("the same record gives the same bytes") {
  for (const BundleKind kind : {BundleKind::transaction, BundleKind::document, BundleKind::collection})
    CHECK(fhir::make_bundle(mixed_record(), form(), scans(), options(kind)) ==
          fhir::make_bundle(mixed_record(), form(), scans(), options(kind)));
}

TEST_CASE("entries come in a fixed order and a document opens with its composition") {
  const std::vector<std::string> all{
      "Patient",    "Organization", "Device",    "DocumentReference", "QuestionnaireResponse",
      "Provenance", "Provenance",   "Provenance"};
  CHECK(types(bundle_of(mixed_record())) == all);
  CHECK(types(bundle_of(mixed_record(), options(BundleKind::collection))) == all);
  CHECK(types(bundle_of(mixed_record(), options(BundleKind::document))).front() == "Composition");
}

TEST_CASE("every entry of a transaction is safe to send twice") {
  for (const Json& entry : bundle_of(mixed_record())["entry"]) {
    const Json& request = entry["request"];
    const std::string type = entry["resource"]["resourceType"], id = entry["resource"]["id"];
    CHECK(entry["fullUrl"] == "urn:uuid:" + id);
    if (type == "Provenance") {
      CHECK(request == Json{{"method", "PUT"}, {"url", "Provenance/" + id}});
    } else {
      CHECK(request["method"] == "POST");
      CHECK(request["url"] == type);
      CHECK(request["ifNoneExist"].get<std::string>().starts_with("identifier="));
    }
  }
  CHECK_FALSE(bundle_of(record(), options(BundleKind::collection))["entry"][0].contains("request"));
}

TEST_CASE("another document shares no id but those of the tool and the provider") {
  Record other = record();
  other.id = "0d9c7a30-3a07-5d55-8f3e-000000000002";
  std::set<std::string> keys;
  const Json first = bundle_of(record()), second = bundle_of(other);
  for (const Json& entry : first["entry"]) keys.insert(entry["resource"]["id"].get<std::string>());
  for (const Json& entry : second["entry"]) CHECK_FALSE(keys.contains(entry["resource"]["id"].get<std::string>()));
  CHECK(resource(first, "Device")["identifier"] == resource(second, "Device")["identifier"]);
  CHECK(resource(first, "Organization")["identifier"] == resource(second, "Organization")["identifier"]);
  CHECK(resource(first, "DocumentReference")["identifier"][0] !=
        resource(second, "DocumentReference")["identifier"][0]);
}

TEST_CASE("the scan is named by its hashes and holds no content") {
  const Json scan = resource(bundle_of(record()), "DocumentReference");
  CHECK(scan["identifier"][1]["value"] == std::string(64, 'a'));
  CHECK(
      scan["content"][0]["attachment"] ==
      Json::parse(
          R"({"size":12345,"contentType":"application/pdf","hash":"2jmj7l5rSw0yVb/vlWAYkK/YBwk=","title":"scan.pdf"})"));
  CHECK(scan["description"] == "Scan of a paper form, page 3 of the file");
}

TEST_CASE("without a provider the organization has no name and says so") {
  fhir::BundleOptions with = options();
  with.provider.reset();
  const Json organization = resource(bundle_of(record(), with), "Organization");
  CHECK_FALSE(organization.contains("name"));
  CHECK(organization["_name"]["extension"][0]["valueCode"] == "unknown");
  CHECK(organization.dump().find("ods-organization-code") == std::string::npos);
  CHECK(organization["text"]["div"].get<std::string>().find("not stated") != std::string::npos);
}

TEST_CASE("providers that nothing tells apart are one custodian only for the same document") {
  Record other = record();
  other.id = "0d9c7a30-3a07-5d55-8f3e-000000000002";
  const auto identifier = [](const Record& of, std::optional<fhir::Provider> provider) {
    fhir::BundleOptions with = options();
    with.provider = std::move(provider);
    return resource(bundle_of(of, with), "Organization")["identifier"];
  };
  const fhir::Provider named{"The Laurels", "", ""}, in_namespace{"The Laurels", "", "https://care.example/id"};
  CHECK(identifier(record(), std::nullopt) == identifier(record(), std::nullopt));
  CHECK(identifier(record(), std::nullopt) != identifier(other, std::nullopt));
  CHECK(identifier(record(), named) == identifier(record(), named));
  CHECK(identifier(record(), named) != identifier(other, named));
  CHECK(identifier(record(), in_namespace) == identifier(other, in_namespace));
}

TEST_CASE("a provider without ODS code says so") {
  fhir::BundleOptions with = options();
  with.provider = fhir::Provider{"Home <&> Care", "", ""};
  const Json organization = resource(bundle_of(record(), with), "Organization");
  CHECK(organization["name"] == "Home <&> Care");
  CHECK(organization["identifier"][0]["system"] == "urn:ietf:rfc:3986");
  CHECK(fhir::validate(fhir::make_bundle(record(), form(), scans(), with)).empty());
}

TEST_CASE("each trust has a provenance of its own that names its fields") {
  const Json bundle = bundle_of(mixed_record());
  std::set<std::string> named;
  for (std::size_t i = 0; i < 3; ++i) {
    const Json p = resource(bundle, "Provenance", i);
    CHECK(trust(p) == std::vector<std::string>{"accepted", "reviewed", "asked"}[i]);
    for (const Json& element : p["target"][0]["extension"]) named.insert(element["valueUri"].get<std::string>());
    CHECK(p["entity"][0]["extension"].size() == p["target"][0]["extension"].size());
    CHECK(p["recorded"] == "2026-01-02T03:04:05Z");
  }
  CHECK(named.size() == mixed_record().fields.size());
  CHECK(resource(bundle, "Provenance", 1)["agent"][1]["type"]["coding"][0]["code"] == "verifier");
  CHECK(resource(bundle, "Provenance", 0)["agent"].size() == 1);
}

TEST_CASE("provenance says which values stand in the patient and where they are on the paper") {
  const Json bundle = bundle_of(mixed_record());
  CHECK(resource(bundle, "Provenance", 0)["target"].size() == 2);  // NHS number and first names, accepted
  CHECK(resource(bundle, "Provenance", 1)["target"].size() == 2);  // date of birth, reviewed
  CHECK(resource(bundle, "Provenance", 2)["target"].size() == 1);  // what is asked stands nowhere else
  const Json region = resource(bundle, "Provenance", 1)["entity"][0]["extension"][0]["extension"];
  CHECK(region == Json::parse(R"([{"url":"field","valueString":"born"},{"url":"formPage","valuePositiveInt":1},
    {"url":"scanPage","valuePositiveInt":3},{"url":"boxMm","valueString":"20.0 30.0 80.0 8.0"}])"));
}

TEST_CASE("a correction makes a new provenance and leaves the others") {
  Record corrected = record();
  at(corrected, "surname").value = std::string("Ashdene");
  at(corrected, "surname").reviewed = true;
  const Json before = bundle_of(record()), after = bundle_of(corrected);
  CHECK(resource(before, "Provenance")["id"] != resource(after, "Provenance")["id"]);
  CHECK(resource(before, "QuestionnaireResponse")["id"] == resource(after, "QuestionnaireResponse")["id"]);
}

TEST_CASE("a document's table shows what is known and hides what is asked") {
  const Json composition = resource(bundle_of(mixed_record(), options(BundleKind::document)), "Composition");
  const std::string table = composition["section"][0]["text"]["div"];
  CHECK(table.find("<th>Surname</th><td>needs checking</td>") != std::string::npos);
  CHECK(table.find("<th>Telephone</th><td>left blank</td>") != std::string::npos);
  CHECK(table.find("<th>Allergies</th><td>none</td>") != std::string::npos);
  CHECK(table.find("<th>Weight</th><td>cannot be read</td>") != std::string::npos);
  CHECK(table.find("<td>Mary Ann</td>") != std::string::npos);
  CHECK(composition["status"] == "preliminary");
}

TEST_CASE("a provider file is read or refused with the reason") {
  const fhir::Provider full = fhir::load_provider(
      R"({"name":"Example Care Home","ods_code":"X99999","namespace":"https://care.example/id"})", "p.json");
  CHECK(full.name == "Example Care Home");
  CHECK(full.ods_code == "X99999");
  CHECK(full.namespace_uri == "https://care.example/id");
  CHECK(fhir::load_provider(R"({"name":"x"})", "p.json").ods_code.empty());
  for (const char* bad : {"", "[]", "{}", R"({"name":""})", R"({"name":7})", R"({"name":"x","ods_code":"x 1"})",
                          R"({"name":"x","odscode":"X1"})", R"({"name":"x","namespace":"not a uri"})"}) {
    try {
      fhir::load_provider(bad, "p.json");
      FAIL_CHECK(bad);
    } catch (const Failure& failure) {
      CHECK(failure.code == "provider-invalid");
      CHECK(failure.path == "p.json");
    }
  }
}
