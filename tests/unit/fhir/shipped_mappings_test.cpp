#include <doctest/doctest.h>

#include <map>

#include "tests/unit/fhir/shipped_form.hpp"

using namespace carescan;
using carescan::fhir::BundleKind;
using shipped::all;
using shipped::Json;
using shipped::Trust;

namespace {

using Counts = std::map<std::string, std::size_t>;

/// How many resources of each type the form's mapping made.
Counts made(const Json& bundle) {
  Counts out;
  for (const Json& entry : bundle.at("entry")) {
    const std::string type = entry.at("resource").at("resourceType");
    if (!std::set<std::string>{"Patient", "Organization", "Device", "DocumentReference", "QuestionnaireResponse",
                               "Provenance"}
             .contains(type))
      ++out[type];
  }
  return out;
}

/// What is made of the people in tests/unit/fhir/filled once somebody has looked.
const std::map<std::string, Counts>& expected() {
  static const std::map<std::string, Counts> table{
      {"about-me", {{"RelatedPerson", 1}, {"Observation", 12}, {"List", 1}, {"Consent", 1}}},
      {"body-map", {{"Practitioner", 1}, {"Observation", 4}, {"List", 1}}},
      {"care-plan",
       {{"RelatedPerson", 3},
        {"Practitioner", 2},
        {"PractitionerRole", 1},
        {"CareTeam", 1},
        {"Condition", 2},
        {"Goal", 2},
        {"List", 5},
        {"AllergyIntolerance", 3},
        {"MedicationStatement", 2},
        {"RiskAssessment", 3},
        {"Observation", 12},
        {"Consent", 2},
        {"Flag", 3},
        {"CarePlan", 1}}},
      {"daily-notes", {{"Observation", 3}, {"List", 1}}},
      {"falls-risk", {{"Practitioner", 1}, {"Observation", 5}, {"List", 1}, {"CarePlan", 1}}},
      {"medication-list",
       {{"AllergyIntolerance", 1}, {"List", 3}, {"MedicationStatement", 5}, {"Observation", 2}, {"Procedure", 2}}},
      {"nutrition-screening", {{"Observation", 8}, {"List", 1}}},
      {"observations", {{"Observation", 24}, {"List", 1}}}};
  return table;
}

std::string text(const Counts& counts) {
  std::string out;
  for (const auto& [type, count] : counts) out += type + " " + std::to_string(count) + ", ";
  return out;
}

void check_valid(const Record& record, const FormTemplate& form) {
  for (const BundleKind kind : {BundleKind::transaction, BundleKind::document, BundleKind::collection}) {
    const auto findings =
        fhir::validate(fhir::make_bundle(record, form, fhir_sample::scans(), fhir_sample::options(kind)));
    const bool good = std::none_of(findings.begin(), findings.end(),
                                   [](const fhir::Finding& finding) { return finding.severity == "error"; });
    CHECK_MESSAGE(good, form.id << ": " << fhir_sample::listed(findings));
  }
}

/// Everything but the Provenance and the response: what a reader who knows no extensions of ours looks at.
std::string derived_text(const Json& bundle) {
  std::string out;
  for (const Json& entry : bundle.at("entry"))
    if (entry["resource"]["resourceType"] != "QuestionnaireResponse" &&
        entry["resource"]["resourceType"] != "Provenance")
      out += entry["resource"].dump();
  return out;
}

bool says_none(const Json& bundle) {
  const std::string text = derived_text(bundle);
  return text.find("nilknown") != std::string::npos || text.find("No known") != std::string::npos ||
         text.find("716186003") != std::string::npos;
}

}  // namespace

TEST_CASE("the people of the test data filled in every field that stands outside of tables") {
  for (const std::string& id : shipped::ids()) {
    const FormTemplate form = shipped::form(id);
    const Json given = shipped::by_field(shipped::filled(id), form);
    for (const auto& [name, value] : given.items()) CHECK_MESSAGE(form.find(name) != nullptr, id << ": " << name);
    std::string left;
    for (const Field& field : form.fields)
      if (field.table.empty() && !given.contains(field.name)) left += field.name + " ";
    const bool falls = id == "falls-risk";  // nobody writes a day beside a box that is not ticked
    CHECK_MESSAGE(left == (falls ? "asked_optician_on asked_therapist_on asked_falls_service_on " : ""), id);
  }
}

TEST_CASE("each shipped form becomes the resources it should and valid bundles of each kind") {
  for (const std::string& id : shipped::ids()) {
    const FormTemplate form = shipped::form(id);
    for (const Trust trust : {Trust::accepted, Trust::reviewed}) {
      const Record record = shipped::record(id, trust);
      check_valid(record, form);
      Counts wanted = expected().at(id);
      if (trust == Trust::accepted) wanted.erase("Flag");
      const Counts found = made(shipped::bundle(record));
      CHECK_MESSAGE(found == wanted, id << ": " << text(found) << " instead of " << text(wanted));
    }
  }
}

TEST_CASE("nothing is made of what waits for a person but Lists that say so") {
  for (const std::string& id : shipped::ids()) {
    const Record record = shipped::record(id, Trust::asked);
    check_valid(record, shipped::form(id));
    const Json bundle = shipped::bundle(record);
    CHECK(made(bundle) == Counts{{"List", expected().at(id).at("List")}});
    for (const Json& list : all(bundle, "List"))
      CHECK(list["emptyReason"]["text"] == "Waits for a person to compare it with the paper");
    CHECK_FALSE(says_none(bundle));
  }
}

TEST_CASE("a form left blank becomes Lists left blank and never none known") {
  for (const std::string& id : shipped::ids()) {
    for (const Trust trust : {Trust::accepted, Trust::reviewed}) {
      const Record record = shipped::record(shipped::form(id), Json::object(), trust);
      check_valid(record, shipped::form(id));
      const Json bundle = shipped::bundle(record);
      const Counts lists{{"List", expected().at(id).at("List")}}, found = made(bundle);
      CHECK_MESSAGE(found == lists, id << ": " << text(found));
      for (const Json& list : all(bundle, "List"))
        CHECK(list["emptyReason"] == Json{{"text", "Left blank on the paper"}});
      CHECK_FALSE(says_none(bundle));
    }
  }
}

TEST_CASE("each part of a form alone and each form with one part missing gives valid bundles") {
  for (const std::string& id : shipped::ids()) {
    const FormTemplate form = shipped::form(id);
    const Json values = shipped::by_field(shipped::filled(id), form);
    for (const auto& [name, value] : values.items()) {
      Json without = values;
      without.erase(name);
      for (const Json& given : {Json{{name, value}}, without}) {
        const Record record = shipped::record(form, given, Trust::reviewed);
        const auto findings = fhir::validate(
            fhir::make_bundle(record, form, fhir_sample::scans(), fhir_sample::options(BundleKind::document)));
        const bool good = std::none_of(findings.begin(), findings.end(),
                                       [](const fhir::Finding& finding) { return finding.severity == "error"; });
        CHECK_MESSAGE(good, id << " " << name << ": " << fhir_sample::listed(findings));
      }
    }
  }
}

TEST_CASE("every reference of a bundle leads to one of its entries and no two resources are the same") {
  for (const std::string& id : shipped::ids()) {
    const Json bundle = shipped::bundle(shipped::record(id, Trust::reviewed));
    std::set<std::string> urls;
    for (const Json& entry : bundle["entry"]) CHECK(urls.insert(entry["fullUrl"].get<std::string>()).second);
    const std::string text = bundle.dump();
    const std::string opening = "\"reference\":\"";
    for (std::size_t at = text.find(opening); at != std::string::npos; at = text.find(opening, at + 1)) {
      const std::size_t from = at + opening.size();
      CHECK(urls.contains(text.substr(from, text.find('"', from) - from)));
    }
  }
}
