#include "pipeline/batch/push.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <sstream>

#include "pipeline/batch/ledger.hpp"
#include "pipeline/records/record_json.hpp"
#include "tests/support/fake_fhir_store.hpp"
#include "tests/support/run.hpp"
#include "tests/unit/fhir/sample_record.hpp"

using namespace carescan;
using namespace carescan::batch;
using test::FakeFhirServer;
using test::FakeFhirStore;
using Json = nlohmann::json;

namespace {

/// The sample form with an Observation of the weight and a Condition of the allergies' words.
FormTemplate form() {
  FormTemplate form = fhir_sample::form();
  form.fhir_json.pop_back();  // the closing bracket
  form.fhir_json += R"(,{"resourceType":"Observation","id":"weight","when":"{{weight}}","code":{"text":"Weight"},
      "valueQuantity":{"value":"{{weight}}","unit":"kg"}},
    {"resourceType":"Condition","id":"note","when":"{{allergies}}","code":{"text":"{{allergies}}"}}])";
  return form;
}

/// A run of one document that a person has looked at, and a server.
struct Stage {
  test::Folder folder;
  OutFolder out{folder.path()};
  FakeFhirStore store;
  std::function<void(const httplib::Request&, httplib::Response&)> before = [](const auto&, auto&) {};
  FakeFhirServer server{[this](int n, const httplib::Request& request, httplib::Response& response) {
    response.status = 0;
    before(request, response);
    if (response.status == 0) store(n, request, response);
  }};
  Record record = fhir_sample::record();
  std::string told = {};

  Stage() {
    for (RecordField& field : record.fields) field.reviewed = true;
    enter('a');
    save();
  }
  void enter(char sha) {
    LedgerEntry entry;
    entry.sha256 = std::string(64, sha);
    entry.name = "scan.pdf";
    entry.pages = {{3, PageState::in_document, "", record.id, record.form, 1, ""}};
    create(out);
    test::write_all(out.ledger(entry.sha256), to_json(entry));
  }
  void save() {
    test::write_all(out.document(record.id) / "record.json", records::to_json(record));
    test::write_all(out.document(record.id) / "bundle.json",
                    fhir::make_bundle(record, form(), fhir_sample::scans(), fhir_sample::options()));
  }
  PushCount push(PushOptions options = {}) {
    options.base_url = server.url();
    options.patience = {2, std::chrono::milliseconds(1), std::chrono::milliseconds(2)};
    std::ostringstream notes;
    const PushCount count = batch::push(out, options, notes);
    told = notes.str();
    return count;
  }
  /// A person says that nothing is written there.
  void blank(const std::string& field) {
    fhir_sample::set(record, field, FieldState::blank);
    save();
  }
  Json receipt() { return Json::parse(test::read_all(out.receipt(record.id))); }
  Json only(const std::string& type) {
    const std::vector<std::string> names = store.names(type);
    REQUIRE(names.size() == 1);
    return store.held().at(names[0]);
  }
  std::size_t posts() {
    std::size_t count = 0;
    for (const auto& request : server.requests()) count += request.method == "POST" ? 1 : 0;
    return count;
  }
};

}  // namespace

TEST_CASE("what a correction takes away is marked as entered in error with the same transaction") {
  Stage stage;
  CHECK(stage.push().sent == 1);
  CHECK(stage.only("Observation")["status"] == "final");
  stage.blank("weight");
  stage.blank("allergies");

  PushOptions dry;
  dry.dry_run = true;
  CHECK(stage.push(dry).withdrawn == 2);
  CHECK(stage.posts() == 1);

  const PushCount count = stage.push();
  CHECK(count.sent == 1);
  CHECK(count.withdrawn == 2);
  CHECK(count.left == 0);
  CHECK(stage.told.empty());
  CHECK(stage.posts() == 2);
  CHECK(stage.only("Observation")["status"] == "entered-in-error");
  CHECK(stage.only("Observation")["subject"] == stage.only("QuestionnaireResponse")["subject"]);
  CHECK(stage.only("Condition")["verificationStatus"]["coding"][0]["code"] == "entered-in-error");
  CHECK_FALSE(stage.only("Condition").contains("clinicalStatus"));
  CHECK(stage.receipt()["withdrawn"].size() == 2);
  CHECK(stage.receipt()["withdrawn"][0]["version"] == "2");

  // Again, and without having kept that it was done: nothing more happens.
  const auto there = stage.store.held();
  CHECK(stage.push().already == 1);
  CHECK(stage.posts() == 2);
  CHECK(stage.store.held() == there);
}

TEST_CASE("a push that was killed before it kept the receipt withdraws nothing twice") {
  Stage stage;
  stage.push();
  const std::string first = test::read_all(stage.out.receipt(stage.record.id));
  stage.blank("weight");
  stage.push();
  const auto there = stage.store.held();
  test::write_all(stage.out.receipt(stage.record.id), first);
  const PushCount count = stage.push();
  CHECK(count.sent == 1);
  CHECK(count.withdrawn + count.left == 0);
  CHECK(stage.store.held() == there);
  CHECK(stage.receipt()["withdrawn"].size() == 1);
}

TEST_CASE("what somebody has changed on the server is not overwritten but told until it is settled") {
  Stage stage;
  stage.push();
  const std::string name = stage.store.names("Observation").at(0);
  stage.store.edit(name, "note", "Weighed again in clinic");
  stage.blank("weight");
  for (int time = 0; time < 2; ++time) {
    const PushCount count = stage.push();
    CHECK(count.sent == (time == 0 ? 1 : 0));
    CHECK(count.left == 1);
    CHECK(stage.told == stage.record.id + ": " + name +
                            " still stands there, though the document no longer says it: somebody has changed it there "
                            "since it was pushed\n");
    CHECK(stage.only("Observation")["status"] == "final");
  }
  CHECK(stage.posts() == 2);
  SUBCASE("by being marked there") {
    stage.store.edit(name, "status", "entered-in-error");
    CHECK(stage.push().left == 0);
    CHECK(stage.receipt()["withdrawn"].size() == 1);
  }
  SUBCASE("by being deleted there") {
    stage.store.remove(name);
    CHECK(stage.push().left == 0);
    CHECK(stage.receipt()["withdrawn"].empty());
  }
  CHECK(stage.told.empty());
  CHECK(stage.receipt()["left"].empty());
  CHECK(stage.posts() == 2);
}

TEST_CASE("a change at the very moment is not overwritten either and the whole transaction waits") {
  Stage stage;
  stage.push();
  const std::string name = stage.store.names("Observation").at(0);
  stage.blank("weight");
  stage.before = [&](const httplib::Request& request, httplib::Response&) {
    if (request.method == "POST") stage.store.edit(name, "note", "Weighed again");
  };
  const PushCount count = stage.push();
  CHECK(count.failed == 1);
  CHECK(stage.told.find("(412)") != std::string::npos);
  CHECK(FakeFhirStore::version_of(stage.only("QuestionnaireResponse")) == 1);
  stage.before = [](const auto&, auto&) {};
  CHECK(stage.push().left == 1);
  CHECK(FakeFhirStore::version_of(stage.only("QuestionnaireResponse")) == 2);
  CHECK(stage.only("Observation")["status"] == "final");
}

TEST_CASE("a server that lets nothing be read takes the correction and what is left is told") {
  Stage stage;
  stage.push();
  stage.blank("weight");
  stage.before = [](const httplib::Request& request, httplib::Response& response) {
    if (request.method == "GET") response.status = 403;
  };
  const PushCount count = stage.push();
  CHECK(count.sent == 1);
  CHECK(count.left == 1);
  CHECK(stage.told.find("refuses the token (403)") != std::string::npos);
  stage.before = [](const auto&, auto&) {};
  CHECK(stage.push().withdrawn == 1);
  CHECK(stage.only("Observation")["status"] == "entered-in-error");
  CHECK(stage.push().already == 1);
}

TEST_CASE("a value that comes back is put in the place of what was withdrawn") {
  Stage stage;
  stage.push();
  const RecordField weight = fhir_sample::at(stage.record, "weight");
  stage.blank("weight");
  stage.push();
  SUBCASE("by a person") {}
  SUBCASE("by undoing every decision") {
    for (RecordField& field : stage.record.fields) field.reviewed = false;
  }
  fhir_sample::at(stage.record, "weight") = weight;
  fhir_sample::at(stage.record, "weight").reviewed = fhir_sample::at(stage.record, "born").reviewed;
  stage.save();
  PushOptions all;
  all.unreviewed = true;
  CHECK(stage.push(all).sent == 1);
  CHECK(stage.only("Observation")["status"] != "entered-in-error");
  CHECK(stage.receipt()["withdrawn"].empty());
}

TEST_CASE("what was read anew without anybody looking updates what the first reading left") {
  Stage stage;
  for (RecordField& field : stage.record.fields) field.reviewed = false;
  stage.save();
  PushOptions all;
  all.unreviewed = true;
  stage.push(all);
  fhir_sample::at(stage.record, "weight").value = 64.0;
  stage.save();
  stage.push(all);
  CHECK(stage.only("Observation")["valueQuantity"]["value"] == 64.0);
  CHECK(FakeFhirStore::version_of(stage.only("Condition")) == 1);
  CHECK(FakeFhirStore::version_of(stage.only("Patient")) == 1);
}

TEST_CASE("a patient known by the document only gives way to the one with the reviewed number") {
  Stage stage;
  const RecordField number = fhir_sample::at(stage.record, "nhs_number");
  fhir_sample::set(stage.record, "nhs_number", FieldState::illegible);
  stage.save();
  stage.push();
  const std::string first = stage.store.names("Patient").at(0);
  fhir_sample::at(stage.record, "nhs_number") = number;
  stage.save();
  CHECK(stage.push().withdrawn == 1);
  REQUIRE(stage.store.names("Patient").size() == 2);
  const Json& old = stage.store.held().at(first);
  CHECK(old["active"] == false);
  CHECK(old["link"][0]["type"] == "replaced-by");
  CHECK(old["link"][0]["other"] == stage.only("QuestionnaireResponse")["subject"]);
  CHECK(old["link"][0]["other"]["reference"] != first);

  // The number was wrong after all: the one by number may be somebody's, and is left alone.
  fhir_sample::set(stage.record, "nhs_number", FieldState::illegible);
  stage.save();
  CHECK(stage.push().withdrawn == 0);
  CHECK(stage.only("QuestionnaireResponse")["subject"]["reference"] == first);
  CHECK_FALSE(stage.store.held().at(first).contains("link"));
}

TEST_CASE("what was there before with a later version is somebody's and stays") {
  Stage stage;
  for (RecordField& field : stage.record.fields) field.reviewed = false;
  stage.save();
  PushOptions all;
  all.unreviewed = true;
  stage.push(all);
  stage.store.edit(stage.store.names("Observation").at(0), "note", "Weighed again");
  std::filesystem::remove_all(stage.out.receipts());
  stage.push(all);  // conditional creates find all there; who wrote version 2 is not known
  stage.blank("weight");
  stage.blank("allergies");
  const PushCount count = stage.push(all);
  CHECK(count.withdrawn == 1);
  CHECK(count.left == 1);
  CHECK(stage.only("Observation")["status"] == "preliminary");
}

TEST_CASE("each server has its receipt") {
  Stage stage;
  stage.push();
  FakeFhirStore other;
  FakeFhirServer second{std::ref(other)};
  PushOptions options;
  options.base_url = second.url();
  std::ostringstream notes;
  CHECK(push(stage.out, options, notes).sent == 1);
  CHECK(stage.receipt()["server"] == second.url());
  CHECK(stage.receipt()["other_servers"][0]["server"] == stage.server.url());
  stage.blank("weight");
  CHECK(stage.push().withdrawn == 1);
  CHECK(stage.receipt()["other_servers"].size() == 1);
  CHECK(push(stage.out, options, notes).withdrawn == 1);
  CHECK(push(stage.out, options, notes).already == 1);
}

TEST_CASE("a document that looks like a second scan after it was pushed is told to stand there") {
  Stage stage;
  const std::string first = stage.record.id;
  stage.push();
  stage.record.id = "7a2f3c39-7f3e-5a35-9a2e-1d0b9b5e1c22";
  stage.enter('b');
  stage.save();
  const PushCount count = stage.push();
  CHECK(count.rescans == 2);
  CHECK(count.sent + count.already == 0);
  CHECK(stage.told == first + ": held back, but it was pushed before: what it brought stands on the server\n");
}

TEST_CASE("a receipt of no use is as none") {
  Stage stage;
  for (const char* bytes : {"", "[", "7", R"({"server":1,"entries":[{"id":2,"status":"x"},3]})"}) {
    create(stage.out);
    test::write_all(stage.out.receipt(stage.record.id), bytes);
    CHECK(stage.push().sent == 1);
  }
  Json damaged = stage.receipt();
  damaged["entries"] = Json::parse(R"([{"id":2,"status":"x"},3,{"of_document":true}])");
  test::write_all(stage.out.receipt(stage.record.id), damaged.dump());
  CHECK(stage.push().left + stage.push().failed == 0);
}
