#include "pipeline/fhir/record_standard.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "pipeline/fhir/json_tree.hpp"
#include "pipeline/fhir/skeleton.hpp"

namespace carescan::fhir {
namespace {

enum class Part { person, plan };

/// One thing that is asked for, and how a bundle shows it: a resource of a type with an element, and where `holding` is
/// given, with that text in it.
struct Asked {
  Part part;
  const char* heading;
  const char* what;
  const char* resource;
  const char* element;
  const char* holding = "";
};

constexpr Asked asked[] = {
    {Part::person, "Person demographics", "the NHS number", "Patient", "identifier", "fhir.nhs.uk/Id/nhs-number"},
    {Part::person, "Person demographics", "the person's name", "Patient", "name"},
    {Part::person, "Person demographics", "the date of birth", "Patient", "birthDate"},
    {Part::plan, "Person demographics", "the gender", "Patient", "gender"},
    {Part::plan, "Person demographics", "the address", "Patient", "address"},
    {Part::plan, "Person demographics", "a telephone number", "Patient", "telecom"},
    {Part::plan, "Person demographics", "the ethnic category", "Patient", "extension", "EthnicCategory"},
    {Part::plan, "Person demographics", "the religion", "Patient", "extension", "religion"},
    {Part::plan, "Individual requirements", "the language and whether an interpreter is needed", "Patient",
     "communication"},
    {Part::plan, "GP practice", "the GP practice", "Patient", "generalPractitioner"},
    {Part::plan, "Personal contacts", "a personal contact", "RelatedPerson", "name"},
    {Part::plan, "Professional contacts", "a professional contact", "Practitioner", "name"},
    {Part::plan, "Allergies and adverse reactions", "allergies, or that none are known", "AllergyIntolerance", "code"},
    {Part::plan, "Medications", "medicines, or that there are none", "MedicationStatement", "status"},
    {Part::plan, "Needs, concerns and problems", "needs", "CarePlan", "activity"},
    {Part::plan, "Goals and hopes", "goals", "Goal", "description"},
    {Part::plan, "Care and support plan", "the period of the plan", "CarePlan", "period"},
    {Part::plan, "Risks", "risks", "RiskAssessment", "status"},
    {Part::plan, "Legal information", "consent", "Consent", "status"},
    {Part::plan, "Legal information", "decisions about resuscitation", "Flag", "code"},
    {Part::plan, "Contingency plans", "a contingency plan", "CarePlan", "category", "Contingency"},
    {Part::plan, "Safeguarding", "safeguarding", "Flag", "category", "afeguarding"},
    {Part::plan, "Care funding source", "who pays for the care", "Coverage", "status"},
};

bool shows(const Json& resource, const Asked& one) {
  return text_of(resource, "resourceType") == one.resource && has(resource, one.element) &&
         member_of(resource, one.element).dump().find(one.holding) != std::string::npos;
}

/// A List that says "none" answers a heading, too.
bool says_none(const Json& resource, const Asked& one) {
  return text_of(resource, "resourceType") == "List" && std::string(one.heading) == "Medications" &&
         text_of(resource, "title").starts_with("Medic") &&
         member_of(resource, "emptyReason").dump().find("nilknown") != std::string::npos;
}

bool maps(const std::vector<Json>& skeletons, const Asked& one) {
  return std::any_of(skeletons.begin(), skeletons.end(), [&](const Json& s) { return shows(s, one); });
}

bool maps_a_plan(const std::vector<Json>& skeletons) {
  return std::any_of(skeletons.begin(), skeletons.end(),
                     [](const Json& s) { return text_of(s, "resourceType") == "CarePlan"; });
}

}  // namespace

std::vector<Finding> missing_by_standard(const std::string& bundle, const FormTemplate& form) {
  const Json tree = Json::parse(bundle, nullptr, false);
  const std::vector<Json> skeletons = skeletons_of(form);
  const bool plan = maps_a_plan(skeletons);
  std::vector<Finding> findings;
  for (const Asked& one : asked) {
    if (one.part == Part::plan && !plan) continue;
    const Json& entries = member_of(tree, "entry");
    const bool there = std::any_of(entries.begin(), entries.end(), [&](const Json& entry) {
      const Json& resource = member_of(entry, "resource");
      return shows(resource, one) || says_none(resource, one);
    });
    if (there) continue;
    findings.push_back({"information", "not-found", "Bundle",
                        fmt::format("{}: the record standard asks for {}; {}.", one.heading, one.what,
                                    maps(skeletons, one) ? "nothing that can be relied on was on the paper yet"
                                                         : "this form has no place for it")});
  }
  return findings;
}

}  // namespace carescan::fhir
