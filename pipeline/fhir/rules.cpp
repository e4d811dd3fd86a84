#include "pipeline/fhir/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "pipeline/fhir/bundle_rules.hpp"
#include "pipeline/fhir/code_systems.hpp"
#include "pipeline/fhir/element_ids.hpp"
#include "pipeline/fhir/identifiers.hpp"
#include "pipeline/fhir/invariants.hpp"
#include "pipeline/fhir/names.hpp"
#include "pipeline/fhir/narrative.hpp"
#include "pipeline/fhir/own_extensions.hpp"
#include "pipeline/fhir/primitives.hpp"
#include "pipeline/fhir/profile_rules.hpp"
#include "pipeline/fhir/profile_values.hpp"
#include "pipeline/fhir/questionnaire_rules.hpp"
#include "pipeline/fhir/references.hpp"
#include "pipeline/fhir/score_rules.hpp"
#include "pipeline/fhir/terminology.hpp"

namespace carescan::fhir {
namespace {

using Findings = std::vector<Finding>;

std::multimap<std::string, Invariant> by_type() {
  std::multimap<std::string, Invariant> out;
  for (const Invariant& rule : data_type_invariants()) out.emplace(rule.type, rule);
  for (const Invariant& rule : resource_invariants()) out.emplace(rule.type, rule);
  return out;
}

void check_invariants(const Json& object, const std::string& type, const Place& at, Findings& findings) {
  static const std::multimap<std::string, Invariant> rules = by_type();
  const auto [first, last] = rules.equal_range(type);
  for (auto it = first; it != last; ++it)
    if (!it->second.holds(object))
      error(findings, "invariant", at.path, fmt::format("{} ({})", it->second.sentence, it->second.key));
}

void check_extension(const Json& extension, const Place& at, Findings& findings) {
  const std::string url = text_of(extension, "url");
  if (!url.empty() && !at.in_extension && !is_absolute_uri(url))
    error(findings, "value", at.child("url").path, "An extension's URL is absolute.");
  if (has(extension, "extension") == has_choice(extension, "value"))
    error(findings, "invariant", at.path,
          "An extension has a value or extensions of its own, not both and not neither (ext-1).");
  check_own_extension(extension, at, findings);
}

/// Only who acts for themselves acts on behalf of an organization.
void check_team_member(const Json& participant, const Place& at, Findings& findings) {
  const std::string type = target_type(member_of(participant, "member"), at);
  if (has(participant, "onBehalfOf") && !type.empty() && type != "Practitioner")
    error(findings, "invariant", at.child("onBehalfOf").path,
          "Only a Practitioner acts on behalf of an organization here (ctm-1).");
}

bool has_element(const Json& node, const std::string& id) {
  if (node.is_object() && text_of(node, "id") == id) return true;
  return node.is_structured() &&
         std::any_of(node.begin(), node.end(), [&](const Json& child) { return has_element(child, id); });
}

/// What Provenance says of one element is of one that is there.
void check_target_element(const Json& target, const Place& at, Findings& findings) {
  const Json* resource = target_of(text_of(target, "reference"), at);
  const Json& extensions = member_of(target, "extension");
  for (std::size_t i = 0; resource != nullptr && extensions.is_array() && i < extensions.size(); ++i)
    if (text_of(extensions[i], "url") == names::target_element &&
        !has_element(*resource, text_of(extensions[i], "valueUri")))
      warning(findings, "not-found", at.child(fmt::format("extension[{}].value", i)).path,
              "The target has no element of this id.");
}

/// Everything a resource refers to as #id.
void collect_local(const Json& node, std::set<std::string>& ids, bool& to_container) {
  if (node.is_string()) {
    const auto& text = node.get_ref<const std::string&>();
    if (text == "#") to_container = true;
    if (text.starts_with('#')) ids.insert(text.substr(1));
  } else if (node.is_structured()) {
    for (const Json& child : node) collect_local(child, ids, to_container);
  }
}

void check_contained_one(const Json& inner, const std::set<std::string>& used, const Place& at, Findings& findings) {
  const std::string id = text_of(inner, "id");
  if (id.empty()) return error(findings, "required", at.child("id").path, "A contained resource needs an id.");
  if (has(inner, "contained"))
    error(findings, "invariant", at.path, "A contained resource contains none itself (dom-2).");
  if (has(member_of(inner, "meta"), "versionId") || has(member_of(inner, "meta"), "lastUpdated"))
    error(findings, "invariant", at.path, "A contained resource has no version of its own (dom-4).");
  if (has(member_of(inner, "meta"), "security"))
    error(findings, "invariant", at.path, "A contained resource has no security label of its own (dom-5).");
  std::set<std::string> ids;
  bool to_container = false;
  collect_local(inner, ids, to_container);
  if (!used.contains(id) && !to_container)
    error(findings, "invariant", at.path, "Nothing refers to this contained resource (dom-3).");
}

void check_contained(const Json& resource, const Place& at, Findings& findings) {
  const Json& inside = member_of(resource, "contained");
  if (!inside.is_array()) return;
  std::set<std::string> used, ids;
  bool to_container = false;
  collect_local(resource, used, to_container);
  for (std::size_t i = 0; i < inside.size(); ++i) {
    const Place here = at.child(fmt::format("contained[{}]", i));
    check_contained_one(inside[i], used, here, findings);
    if (const std::string id = text_of(inside[i], "id"); !id.empty() && !ids.insert(id).second)
      error(findings, "duplicate", here.child("id").path, "Another contained resource has this id.");
  }
}

/// Resources and attachments say their language in BCP 47; Expression.language is something else.
void check_language(const Json& object, const std::string& type, const Place& at, Findings& findings) {
  const std::string code = text_of(object, "language");
  if ((type == "Attachment" || object.contains("resourceType")) && !code.empty() && !is_language_tag(code))
    error(findings, "code-invalid", at.child("language").path, "A language is a BCP 47 code such as en or en-GB.");
}

}  // namespace

void check_rules(const Json& object, const std::string& type, const Place& at, std::vector<Finding>& findings) {
  check_invariants(object, type, at, findings);
  if (type == "Extension") check_extension(object, at, findings);
  if (type == "Identifier") check_identifier(object, at, findings);
  if (type == "Attachment") check_attachment(object, at, findings);
  if (type == "Bundle") check_bundle(object, at, findings);
  if (type == "QuestionnaireResponse.item") check_response_item(object, at, findings);
  if (type == "Reference" && has(object, "extension")) check_target_element(object, at, findings);
  if (type == "CareTeam.participant") check_team_member(object, at, findings);
  if (type.ends_with("Quantity")) check_unit(object, at, findings);
  if (type == "Questionnaire") check_questionnaire(object, at, findings);
  if (type == "QuestionnaireResponse") check_response(object, at, findings);
  if (type == "Observation") check_scores(object, at, findings);
  check_system(object, type, at, findings);
  check_code_in_system(object, at, findings);
  check_language(object, type, at, findings);
  const auto known = facts().types.find(type);
  if (known == facts().types.end() || !known->second.resource) return;
  check_contained(object, at, findings);
  check_element_ids(object, at, findings);
  check_claimed_profiles(object, type, at, findings);
}

void check_primitive_rules(const Json& value, const std::string& type, const Place& at,
                           std::vector<Finding>& findings) {
  if (type == "xhtml")
    if (const std::string problem = narrative_problem(value.get<std::string>()); !problem.empty())
      error(findings, "invariant", at.path, problem);
  if (type == "canonical" && is_relative_canonical(value.get_ref<const std::string&>()))
    warning(findings, "value", at.path, "A canonical URL is absolute; this one is found on the same server only.");
  if ((type == "string" || type == "markdown") &&
      value.get_ref<const std::string&>().find_first_not_of(" \t\r\n") == std::string::npos)
    warning(findings, "value", at.path, "The text is nothing but white space.");
}

}  // namespace carescan::fhir
