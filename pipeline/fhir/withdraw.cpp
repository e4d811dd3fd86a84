#include "pipeline/fhir/withdraw.hpp"

#include <algorithm>

#include "pipeline/fhir/document.hpp"
#include "pipeline/fhir/facts.hpp"

namespace carescan::fhir {
namespace {

constexpr const char* mistake = "entered-in-error";

/// The code system of a required binding that has the code; "" where it has none.
std::string system_of(const ElementFact& element) {
  const auto value_set = facts().value_sets.find(element.value_set);
  if (value_set == facts().value_sets.end()) return "";
  for (const auto& [system, codes] : value_set->second)
    if (codes.contains(mistake)) return system;
  return "";
}

/// Where a type says that a resource was written by mistake, or is not in use; nullptr where it cannot.
const ElementFact* element_of(const std::string& type) {
  const auto known = facts().types.find(type);
  if (known == facts().types.end()) return nullptr;
  const auto& all = known->second.elements;
  auto found = std::find_if(all.begin(), all.end(), [](const ElementFact& e) { return !system_of(e).empty(); });
  if (found == all.end())
    found = std::find_if(all.begin(), all.end(), [](const ElementFact& e) { return e.name == "active"; });
  return found == all.end() ? nullptr : &*found;
}

Json value_of(const ElementFact& element) {
  const std::string system = system_of(element);
  if (system.empty()) return false;
  if (element.types.front() == "code") return mistake;
  return {{"coding", Json::array({{{"system", system}, {"code", mistake}}})}};
}

bool has_code(const Json& concept_or_code) {
  if (concept_or_code.is_string()) return concept_or_code == mistake;
  const Json& codings = member_of(concept_or_code, "coding");
  return std::any_of(codings.begin(), codings.end(), [](const Json& c) { return text_of(c, "code") == mistake; });
}

/// What may not stand beside the code, or is not true any more.
void tidy(Json& resource) {
  for (const char* name : {"clinicalStatus", "abatementDateTime", "abatementAge", "abatementPeriod", "abatementRange",
                           "abatementString"}) {
    resource.erase(name);
    resource.erase("_" + std::string(name));
  }
  if (!resource.contains("meta")) return;
  for (const char* name : {"versionId", "lastUpdated", "source", "profile"}) resource["meta"].erase(name);
  if (resource["meta"].empty()) resource.erase("meta");
}

}  // namespace

bool is_withdrawn(const Json& resource) {
  const ElementFact* element = element_of(text_of(resource, "resourceType"));
  if (element == nullptr) return false;
  const Json& value = member_of(resource, element->name);
  return system_of(*element).empty() ? value == false : has_code(value);
}

std::optional<Json> as_withdrawn(Json resource, const std::string& replacement) {
  const std::string type = text_of(resource, "resourceType");
  const ElementFact* element = element_of(type);
  if (element == nullptr) return std::nullopt;
  tidy(resource);
  resource[element->name] = value_of(*element);
  resource.erase("_" + element->name);
  const bool replaced = type == "Patient" && !replacement.empty();
  if (replaced) resource["link"].push_back({{"other", {{"reference", replacement}}}, {"type", "replaced-by"}});
  resource["text"] = narrative(replaced ? "Not in use: the form is now known to be of the person that is linked."
                                        : "Written in error: read from a form that, looked at again, does not say it.");
  return resource;
}

}  // namespace carescan::fhir
