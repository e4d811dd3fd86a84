#include "pipeline/fhir/questionnaire.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <set>

#include "pipeline/fhir/fhirpath.hpp"
#include "pipeline/fhir/response.hpp"
#include "pipeline/fhir/validate.hpp"
#include "pipeline/forms/load.hpp"
#include "tests/unit/fhir/care_record.hpp"

using namespace carescan;
using namespace care_sample;
using carescan::fhir::Json;

namespace {

Json asked(const std::string& mapping = "[]") {
  return Json::parse(fhir::questionnaire(form(mapping)));
}

Json item(const Json& items, const std::string& link_id) {
  for (const Json& one : items) {
    if (one.at("linkId") == link_id) return one;
    if (one.contains("item"))
      if (const Json found = item(one.at("item"), link_id); !found.is_null()) return found;
  }
  return nullptr;
}

std::set<std::string> links(const Json& items) {
  std::set<std::string> out;
  for (const Json& one : items) {
    out.insert(one.at("linkId").get<std::string>());
    if (one.contains("item")) out.merge(links(one.at("item")));
  }
  return out;
}

std::string errors(const std::string& json) {
  std::string out;
  for (const fhir::Finding& finding : fhir::validate(json))
    if (finding.severity == "error") out += finding.expression + ": " + finding.message + "\n";
  return out;
}

std::string path(const std::string& text, const std::vector<fhir::Turn>& turns = {}) {
  return fhir::fhirpath_of(text, turns, form("[]"));
}

}  // namespace

TEST_CASE("a questionnaire has the linkIds of its responses and every field of the form") {
  const Json all = asked();
  const std::set<std::string> known = links(all.at("item"));
  for (const Field& field : form("[]").fields) CHECK(known.contains(field.name));
  const Record record = all_reviewed();
  const FormTemplate with = form("[]");
  const fhir::BundleOptions options;
  for (const std::string& link : links(fhir::questionnaire_response({record, with, {}, options}).at("item")))
    CHECK(known.contains(link));
}

TEST_CASE("each kind of field has its type of item") {
  const Json items = asked().at("item");
  CHECK(item(items, "surname").at("type") == "string");
  CHECK(item(items, "signed_on").at("type") == "date");
  CHECK(item(items, "pulse").at("type") == "decimal");
  CHECK(item(items, "signature").at("type") == "boolean");
  CHECK(item(items, "cpr").at("answerOption")[0].at("valueCoding").at("display") == "Yes");
  CHECK(item(items, "help").at("repeats") == true);
  CHECK(item(items, "needs").at("type") == "group");
  CHECK(item(items, "needs[2]").at("item")[0].at("linkId") == "needs[2].goal");
  CHECK(item(items, "allergy_1_substance").at("type") == "open-choice");  // the paper may say none
}

TEST_CASE("a mapping hangs as a template on the row or the first field that it is about") {
  const Json all =
      asked(std::string(allergies).substr(0, std::string(allergies).size() - 1) + "," + std::string(goal).substr(1));
  std::set<std::string> ids;
  for (const Json& one : all.at("contained")) ids.insert(one.at("id").get<std::string>());
  CHECK(ids == std::set<std::string>{"AllergyIntolerance-allergy-1", "AllergyIntolerance-allergy-2", "wish-needs-1",
                                     "wish-needs-2", "wish-needs-3", "wish-needs-4"});
  const Json row = item(all.at("item"), "needs[3]");
  CHECK(row.at("extension")[0].at("extension")[0].at("valueReference").at("reference") == "#wish-needs-3");
  CHECK(item(all.at("item"), "allergy_2_substance").contains("extension"));
}

TEST_CASE("the questionnaires of all shipped forms are valid") {
  for (const FormTemplate& shipped : forms::load_catalogue({std::filesystem::path(CARESCAN_SOURCE_DIR) / "templates"}))
    CHECK_MESSAGE(errors(fhir::questionnaire(shipped)) == "", shipped.id);
}

TEST_CASE("placeholders become FHIRPath over the response") {
  CHECK(path("{{signed_on}}") == "%resource.repeat(item).where(linkId='signed_on').answer.value");
  CHECK(path("{{surname | upper}}") ==
        "%resource.repeat(item).where(linkId='surname').answer.value.ofType(string).upper()");
  CHECK(path("{{cpr | label}}") == "%resource.repeat(item).where(linkId='cpr').answer.value.display");
  CHECK(path("{{cpr | map:yes=active,no=inactive}}").starts_with("iif(%resource.repeat(item)"));
  const std::string goal = path("{{needs[*].goal}}", {{"needs[*]", {"needs[2]"}}});
  CHECK(goal.find("where(linkId='needs[2]' or extension") != std::string::npos);  // and rows that go on from it
  CHECK(goal.find(".item.where(linkId.endsWith('.goal'))") != std::string::npos);
  CHECK(goal.find(".join('\\n')") != std::string::npos);
  CHECK(path("{{help | label}}", {{"help", {"help"}, "eating"}}).find(".where(code='eating').display") !=
        std::string::npos);
  CHECK(path("Dr {{surname}}").starts_with("'Dr ' + (%resource"));
  CHECK(path("{{@patient}}") == "%resource.subject.reference");
  CHECK(path("{{@wish}}").empty());
  CHECK(path("{{allergy_1_substance | none}}").ends_with(".value.where(code='none').exists()"));
}

TEST_CASE("quotes and backslashes in texts stay inside the literal") {
  CHECK(fhir::literal("it's") == "'it\\'s'");
  CHECK(fhir::literal("a\\b") == "'a\\\\b'");
}

TEST_CASE("conditions ask ticks for true and other fields for an answer") {
  const FormTemplate with = form("[]");
  CHECK(fhir::condition_of("{{signature}}", {}, with).ends_with(" = true))"));
  CHECK(fhir::condition_of("{{signed_on + surname}}", {}, with).find(" or ") != std::string::npos);
  CHECK(fhir::condition_of("{{cpr | is:yes}}", {}, with).ends_with(".where($this='yes').exists()"));
}
