#include "pipeline/fhir/derived.hpp"

#include <algorithm>

#include "pipeline/fhir/names.hpp"
#include "pipeline/fhir/narrative.hpp"
#include "pipeline/fhir/sections.hpp"
#include "pipeline/fhir/status.hpp"
#include "pipeline/fhir/wording.hpp"

namespace carescan::fhir {
namespace {

/// The resources that every document has, by the names in which skeletons refer to them.
References fixed_resources(const Document& document) {
  References out;
  const auto add = [&](const char* name, const std::string& what) {
    out[name][""] = "urn:uuid:" + resource_id(document, what);
  };
  add("patient", "Patient");
  add("provider", "Organization");
  add("device", "Device");
  add("response", "QuestionnaireResponse");
  for (std::size_t i = 0; i < document.scans.size(); ++i)
    out["scan"][i == 0 ? "" : std::to_string(i)] = "urn:uuid:" + resource_id(document, scan_name(document.scans[i]));
  return out;
}

std::string name_of(const Json& skeleton) {
  const std::string name = text_of(skeleton, "id");
  return name.empty() ? text_of(skeleton, "resourceType") : name;
}

/// The turns of a skeleton; one that stands for none where it has no for_each.
std::vector<std::vector<Turn>> scenes_of(const Json& skeleton, const Document& document) {
  const std::string pattern = text_of(skeleton, "for_each");
  if (pattern.empty()) return {{}};
  std::vector<std::vector<Turn>> out;
  for (const Turn& turn : turns_of(pattern, document)) out.push_back({turn});
  return out;
}

/// Signed, begun and not over, by fields that somebody has looked at.
bool is_in_force(const Json& skeleton, const Document& document, const std::vector<Turn>& turns,
                 const std::string& today) {
  const Json& rule = member_of(skeleton, "in_force");
  if (!rule.is_object()) return false;
  const Expanded filled = expand_skeleton(rule, document, turns);
  if (filled.resource.is_null() || !filled.asked.empty() || weakest(document, filled.fields) != Trust::reviewed)
    return false;
  const Json& signatures = member_of(filled.resource, "signed");
  const bool is_signed =
      !rule.contains("signed") || signatures == Json(true) ||
      (signatures.is_array() && std::find(signatures.begin(), signatures.end(), Json(true)) != signatures.end());
  const std::string from = text_of(filled.resource, "from"), until = text_of(filled.resource, "until");
  return is_signed && (!rule.contains("from") || (!from.empty() && from <= today)) && !until.empty() && until >= today;
}

/// What the resource was made from, in the words of the form; of a List without entries why it has none.
std::string told(const Json& filled, const Document& document, const std::set<std::string>& fields) {
  const std::string reason = text_of(member_of(filled, "emptyReason"), "text");
  const std::string words = reason.empty() ? in_words(document, fields) : reason;
  return words.empty() ? "Read from a paper form." : words;
}

/// The resource with the members that the program gives it, in the order of the definition.
Json finished(const Json& filled, const Document& document, const std::string& id, const std::set<std::string>& fields,
              const Standing& standing) {
  const std::string type = text_of(filled, "resourceType");
  Json out{{"resourceType", type}, {"id", id}, {"meta", {{"tag", origin_tag()}}}};
  if (const Json profiles = claimed_profiles(filled, standing.trust); !profiles.empty())
    out["meta"] = {{"profile", profiles}, {"tag", origin_tag()}};
  out["text"] = narrative(escape_xhtml(told(filled, document, fields)));
  out["identifier"] = Json::array({urn_identifier(id)});
  for (const Json& other : member_of(filled, "identifier")) out["identifier"].push_back(other);
  if (const std::string person = person_element(type); !person.empty()) out[person] = reference_to(document, "Patient");
  for (const auto& [member, value] : filled.items())
    if (!out.contains(member)) out[member] = value;
  return with_status(out, standing);
}

/// The fields that stand in some resource; a List does but point at others.
std::set<std::string> used_by(const std::vector<DerivedResource>& resources) {
  std::set<std::string> out;
  for (const DerivedResource& one : resources)
    if (text_of(one.resource, "resourceType") != "List") out.insert(one.fields.begin(), one.fields.end());
  return out;
}

/// What has been made of a document so far.
struct Making {
  const Document& document;
  References references;
  std::vector<DerivedResource> made;
};

/// The resources of one skeleton, one a turn.
void make(const Json& skeleton, std::size_t number, Making& making) {
  const Document& document = making.document;
  const std::string today = document.options.recorded.substr(0, 10);
  for (const std::vector<Turn>& turns : scenes_of(skeleton, document)) {
    const Expanded filled = skeleton.contains("section")
                                ? fill_section(skeleton, document, making.references, used_by(making.made))
                                : expand_skeleton(skeleton, document, turns, making.references);
    if (filled.resource.is_null() || !filled.asked.empty()) continue;
    const std::string key = turns.empty() ? "" : turns.front().key();
    const std::string id = resource_id(document, name_of(skeleton) + "|" + key);
    if (document.left_out.contains(id)) continue;
    const Json resource =
        finished(filled.resource, document, id, filled.fields,
                 {weakest(document, filled.fields), is_in_force(skeleton, document, turns, today), today});
    if (resource.is_null()) continue;
    making.references[name_of(skeleton)][key] = "urn:uuid:" + id;
    making.made.push_back({resource, filled.fields, number});
  }
}

}  // namespace

std::vector<DerivedResource> derived_resources(const Document& document) {
  Making making{document, fixed_resources(document), {}};
  const std::vector<Json> skeletons = skeletons_of(document.form);
  for (const bool lists : {false, true})  // Lists are made last: they say what no other resource shows
    for (std::size_t i = 0; i < skeletons.size(); ++i)
      if (text_of(skeletons[i], "resourceType") != "Patient" && skeletons[i].contains("section") == lists)
        make(skeletons[i], i, making);
  std::stable_sort(making.made.begin(), making.made.end(),
                   [](const auto& one, const auto& other) { return one.skeleton < other.skeleton; });
  return making.made;
}

}  // namespace carescan::fhir
