#include "pipeline/fhir/status.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "pipeline/fhir/names.hpp"

namespace carescan::fhir {
namespace {

Json code_of(const std::string& system, const std::string& code) {
  return {{"coding", Json::array({{{"system", "http://terminology.hl7.org/CodeSystem/" + system}, {"code", code}}})}};
}

void set_if_missing(Json& resource, const char* member, Json value) {
  if (!has(resource, member)) resource[member] = std::move(value);
}

/// Ended by the paper, still going by the paper, or not said.
std::string statement_status(const Json& statement, const Standing& standing) {
  if (standing.trust != Trust::reviewed) return "unknown";
  const std::string end = text_of(member_of(statement, "effectivePeriod"), "end").substr(0, 10);
  if (!end.empty() && end <= standing.today) return "stopped";
  return !end.empty() || standing.in_force ? "active" : "unknown";
}

/// A plan holds once a person has looked, it is signed and in date; a paper plan that is not is of unknown standing.
void set_plan_status(Json& resource, const std::string& type, const Standing& standing) {
  const bool looked_at = standing.trust == Trust::reviewed, active = looked_at && standing.in_force;
  if (type == "Goal") resource["lifecycleStatus"] = active ? "active" : "proposed";
  if (type == "CareTeam") resource["status"] = active ? "active" : "proposed";
  if (type == "Consent") resource["status"] = active ? "active" : "proposed";
  if (type != "CarePlan") return;
  resource["status"] = active ? "active" : looked_at ? "unknown" : "draft";
  set_if_missing(resource, "intent", "plan");
}

/// Comparing with the paper is no clinical confirmation: that is not ours to give, whoever looked.
void set_clinical_status(Json& resource, const std::string& type) {
  const bool condition = type == "Condition";
  resource["verificationStatus"] =
      code_of(condition ? "condition-ver-status" : "allergyintolerance-verification", "unconfirmed");
  set_if_missing(resource, "clinicalStatus",
                 code_of(condition ? "condition-clinical" : "allergyintolerance-clinical", "active"));
}

}  // namespace

Trust weakest(const Document& document, const std::set<std::string>& fields) {
  Trust out = fields.empty() ? Trust::accepted : Trust::reviewed;
  for (const std::string& name : fields) {
    const RecordField* field = document.record.find(name);
    if (field == nullptr || trust_of(*field) == Trust::accepted) out = std::min(out, Trust::accepted);
    if (field != nullptr && trust_of(*field) == Trust::asked) return Trust::asked;
  }
  return out;
}

Json with_status(Json resource, const Standing& standing) {
  const std::string type = text_of(resource, "resourceType");
  const bool looked_at = standing.trust == Trust::reviewed;
  if (type == "Flag" && !looked_at) return nullptr;
  if (type == "Condition" || type == "AllergyIntolerance") set_clinical_status(resource, type);
  if (type == "Observation" || type == "RiskAssessment") resource["status"] = looked_at ? "final" : "preliminary";
  if (type == "MedicationStatement") resource["status"] = statement_status(resource, standing);
  if (type == "Procedure") resource["status"] = looked_at ? "completed" : "unknown";
  if (type == "Flag" || type == "List") resource["status"] = type == "Flag" ? "active" : "current";
  if (type == "List") resource["mode"] = "snapshot";
  set_plan_status(resource, type, standing);
  return resource;
}

Json claimed_profiles(const Json& resource, Trust trust) {
  static const std::set<std::string> active{"AllergyIntolerance", "Condition",    "List",         "MedicationStatement",
                                            "Observation",        "Organization", "Practitioner", "PractitionerRole",
                                            "Procedure",          "RelatedPerson"};
  const Json& own = member_of(member_of(resource, "meta"), "profile");
  if (trust == Trust::reviewed && own.is_array() && !own.empty()) return own;
  const std::string type = text_of(resource, "resourceType");
  if (!active.contains(type)) return Json::array();
  return Json::array({std::string(names::uk_core) + "UKCore-" + type});
}

std::string person_element(const std::string& type) {
  static const std::map<std::string, std::string> elements{{"AllergyIntolerance", "patient"},
                                                           {"RelatedPerson", "patient"},
                                                           {"Consent", "patient"},
                                                           {"Condition", "subject"},
                                                           {"Observation", "subject"},
                                                           {"CarePlan", "subject"},
                                                           {"Goal", "subject"},
                                                           {"CareTeam", "subject"},
                                                           {"MedicationStatement", "subject"},
                                                           {"RiskAssessment", "subject"},
                                                           {"Flag", "subject"},
                                                           {"List", "subject"},
                                                           {"Procedure", "subject"}};
  const auto found = elements.find(type);
  return found == elements.end() ? "" : found->second;
}

}  // namespace carescan::fhir
