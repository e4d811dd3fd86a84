#include "pipeline/fhir/transaction.hpp"

#include <doctest/doctest.h>

#include "pipeline/records/identity.hpp"
#include "tests/unit/fhir/sample_record.hpp"

using namespace carescan;
using fhir::Json;

namespace {

std::string bundle(bool reviewed, bool number_accepted = true) {
  Record record = fhir_sample::record();
  fhir_sample::at(record, "born").reviewed = reviewed;
  fhir_sample::at(record, "nhs_number").accepted = number_accepted;
  return fhir::make_bundle(record, fhir_sample::form(), fhir_sample::scans(), fhir_sample::options());
}

fhir::TransactionEntry entry_of(const std::string& bundle, const std::string& type) {
  const auto entries = fhir::transaction_entries(bundle);
  REQUIRE(entries);
  for (const auto& entry : *entries)
    if (entry.type == type) return entry;
  FAIL("no " << type);
  return {};
}

Json request_of(const std::string& bundle, const std::string& type) {
  const Json tree = Json::parse(bundle);
  for (const Json& entry : tree["entry"])
    if (entry["resource"]["resourceType"] == type) return entry["request"];
  return nullptr;
}

}  // namespace

TEST_CASE("the entries of a transaction say what is the document's own and what updates") {
  const std::string first = bundle(false), looked_at = bundle(true);
  CHECK_FALSE(entry_of(first, "Patient").of_document);
  CHECK(entry_of(bundle(false, false), "Patient").of_document);
  CHECK_FALSE(entry_of(first, "Device").of_document);
  CHECK_FALSE(entry_of(first, "Provenance").of_document);
  CHECK(entry_of(first, "QuestionnaireResponse").of_document);
  CHECK_FALSE(entry_of(first, "QuestionnaireResponse").updates);
  CHECK(entry_of(looked_at, "QuestionnaireResponse").updates);
  CHECK(entry_of(first, "Provenance").updates);
  CHECK(entry_of(first, "Patient").full_url.starts_with("urn:uuid:"));
  // The hash is that of the resource alone.
  const Json resource = fhir_sample::resource(Json::parse(first), "DocumentReference");
  CHECK(entry_of(first, "DocumentReference").sha256 == records::sha256_hex(resource.dump()));
  CHECK(entry_of(looked_at, "DocumentReference").sha256 == entry_of(first, "DocumentReference").sha256);
  CHECK(entry_of(bundle(false, false), "Patient").sha256 != entry_of(first, "Patient").sha256);
}

TEST_CASE("what is no transaction has no entries to send") {
  for (const char* bytes : {"", "{", "[]", R"({"type":"collection","entry":[]})", R"({"type":7})"})
    CHECK_FALSE(fhir::transaction_entries(bytes));
  CHECK(fhir::transaction_entries(R"({"type":"transaction"})")->empty());
}

TEST_CASE("a transaction with nothing to follow is sent as it is") {
  CHECK(fhir::following_transaction(bundle(false), {}, {}, "https://fhir.example") == bundle(false));
}

TEST_CASE("a changed entry becomes an update by its identifier and others stay") {
  const std::string first = bundle(false);
  const fhir::TransactionEntry response = entry_of(first, "QuestionnaireResponse");
  const std::string sent = fhir::following_transaction(first, {response.full_url}, {}, "https://fhir.example");
  const Json request = request_of(sent, "QuestionnaireResponse");
  CHECK(request["method"] == "PUT");
  CHECK(request["url"] == "QuestionnaireResponse?identifier=urn:ietf:rfc:3986|" + response.full_url);
  CHECK_FALSE(request.contains("ifNoneExist"));
  CHECK(request_of(sent, "DocumentReference") == request_of(first, "DocumentReference"));
  CHECK(entry_of(sent, "QuestionnaireResponse").sha256 == response.sha256);
}

TEST_CASE("withdrawals stand at the end and hold only for the version that was seen") {
  const Json flag{{"resourceType", "Flag"}, {"id", "7"}, {"status", "entered-in-error"}};
  const std::string first = bundle(true);
  const Json sent = Json::parse(fhir::following_transaction(first, {}, {{"7", "2", flag}}, "https://fhir.example/r4"));
  CHECK(sent["entry"].size() == Json::parse(first)["entry"].size() + 1);
  CHECK(sent["entry"].back() == Json::parse(R"({"fullUrl":"https://fhir.example/r4/Flag/7",
    "resource":{"resourceType":"Flag","id":"7","status":"entered-in-error"},
    "request":{"method":"PUT","url":"Flag/7","ifMatch":"W/\"2\""}})"));
}
