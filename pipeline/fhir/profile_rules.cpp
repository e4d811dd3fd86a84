#include "pipeline/fhir/profile_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "pipeline/fhir/names.hpp"
#include "pipeline/fhir/profile_values.hpp"

namespace carescan::fhir {
namespace {

using Findings = std::vector<Finding>;

/// An element a rule is about.
struct Focus {
  const Json* value = nullptr;  ///< null where only the partner is there
  const Json* extra = nullptr;  ///< `_name` of a primitive
  std::string member, path;
};

const Json* item_of(const Json* array, std::size_t i) {
  return array != nullptr && array->is_array() && i < array->size() && !(*array)[i].is_null() ? &(*array)[i] : nullptr;
}

/// The items that stand under one JSON name, an array's one by one.
void collect(const Json& object, const std::string& member, const std::string& path, std::vector<Focus>& out) {
  const Json& value = member_of(object, member);
  const Json& extra = member_of(object, "_" + member);
  if (!value.is_array() && !extra.is_array()) {
    if (!value.is_null() || !extra.is_null())
      out.push_back({value.is_null() ? nullptr : &value, extra.is_null() ? nullptr : &extra, member, path});
    return;
  }
  const std::size_t count = std::max(value.is_array() ? value.size() : 0, extra.is_array() ? extra.size() : 0);
  for (std::size_t i = 0; i < count; ++i)
    out.push_back({item_of(&value, i), item_of(&extra, i), member, fmt::format("{}[{}]", path, i)});
}

/// FHIRPath names a choice by its stem: valueQuantity is `value`.
std::string path_step(const std::string& name) {
  if (name.ends_with("[x]")) return name.substr(0, name.size() - 3);
  const bool choice = name.starts_with("value") && name.size() > 5 && name[5] >= 'A' && name[5] <= 'Z';
  return choice ? "value" : name;
}

std::vector<Focus> children(const Focus& parent, const ProfileStep& step) {
  std::vector<Focus> out;
  const bool of_primitive = parent.value == nullptr || !parent.value->is_object();
  const Json* object = of_primitive ? parent.extra : parent.value;
  if (object == nullptr || !object->is_object()) return out;
  const std::string path = parent.path + "." + path_step(step.name);
  if (step.name.ends_with("[x]")) {
    for (const std::string& member : choice_members(*object, path_step(step.name))) collect(*object, member, path, out);
  } else {
    collect(*object, step.name, path, out);
  }
  if (!step.match.empty())
    std::erase_if(out, [&](const Focus& f) { return f.value == nullptr || !in_slice(*f.value, step.match); });
  return out;
}

std::string slice_words(const SliceMatch& match) {
  std::string words;
  for (const auto& [path, value] : match) words += (words.empty() ? "" : " and ") + path + " " + value;
  return words.empty() ? "" : " with " + words;
}

struct Check {
  const std::string& who;
  Findings& findings;

  void count(const ProfileRule& rule, const Focus& parent, const std::vector<Focus>& found) const {
    const ProfileStep& last = rule.at.back();
    const std::string name = path_step(last.name), path = parent.path + "." + name;
    if (static_cast<int>(found.size()) < rule.min)
      error(findings, "required", path,
            fmt::format("{} asks for {}{} here, at least {}.", who, name, slice_words(last.match), rule.min));
    if (rule.max >= 0 && static_cast<int>(found.size()) > rule.max)
      error(findings, "structure", rule.max == 0 ? path : found[static_cast<std::size_t>(rule.max)].path,
            rule.max == 0 ? fmt::format("{} has no {} here.", who, name)
                          : fmt::format("{} allows {}{} {} at most.", who, name, slice_words(last.match),
                                        rule.max == 1 ? "once" : fmt::format("{} times", rule.max)));
  }

  void value(const ProfileRule& rule, const Focus& focus) const {
    const ProfileStep* last = rule.at.empty() ? nullptr : &rule.at.back();
    if (!rule.fixed.is_null() && focus.value != nullptr && *focus.value != rule.fixed)
      error(findings, "value", focus.path, fmt::format("{} fixes this to {}.", who, rule.fixed.dump()));
    if (last != nullptr && last->name.ends_with("[x]") && !of_types(focus.member, path_step(last->name), rule.types))
      error(findings, "structure", focus.path, fmt::format("{} has a value of another type here.", who));
    if (focus.value == nullptr) return;
    if (!rule.value_set.empty() && !in_known_value_set(*focus.value, rule.value_set))
      error(findings, "code-invalid", focus.path,
            fmt::format("{} asks for a code of the value set {} here.", who, short_name(rule.value_set)));
    for (const std::string& key : rule.invariants)
      if (const char* broken = broken_vital_sign_rule(key, *focus.value); broken != nullptr)
        error(findings, "invariant", focus.path, fmt::format("{} ({})", broken, key));
  }

  void closed(const ProfileRule& rule, const Focus& focus) const {
    const bool fits = focus.value == nullptr || std::any_of(rule.closed.begin(), rule.closed.end(),
                                                            [&](const auto& s) { return in_slice(*focus.value, s); });
    if (!fits) error(findings, "structure", focus.path, fmt::format("{} knows no such {}.", who, focus.member));
  }

  void rule(const ProfileRule& rule, const Focus& root) const {
    std::vector<Focus> parents{root};
    for (std::size_t i = 0; i + 1 < rule.at.size(); ++i) {
      std::vector<Focus> next;
      for (const Focus& parent : parents)
        for (Focus& child : children(parent, rule.at[i])) next.push_back(std::move(child));
      parents = std::move(next);
    }
    if (rule.at.empty()) return value(rule, root);
    for (const Focus& parent : parents) {
      const std::vector<Focus> found = children(parent, rule.at.back());
      count(rule, parent, found);
      for (const Focus& focus : found) {
        value(rule, focus);
        if (!rule.closed.empty()) closed(rule, focus);
      }
    }
  }
};

void check_targets(const ProfileRule& rule, const Json& resource, const std::string& who, const Place& at,
                   Findings& findings) {
  if (rule.targets.empty() || rule.at.size() != 1) return;
  std::vector<Focus> found = children({&resource, nullptr, "", at.path}, rule.at.back());
  for (const Focus& focus : found) {
    const std::string type = focus.value != nullptr ? target_type(*focus.value, at) : "";
    if (!type.empty() && std::find(rule.targets.begin(), rule.targets.end(), type) == rule.targets.end())
      error(findings, "value", focus.path + ".reference", fmt::format("{} has no reference to a {} here.", who, type));
  }
}

bool is_uk_core(const std::string& url) {
  return url.starts_with(std::string(names::uk_core) + "UKCore-");
}

/// UK Core publishes laboratory and genomics profiles of our types that carescan has no table of.
bool may_exist(const std::string& url) {
  return url.find("Lab") != std::string::npos || url.find("Genom") != std::string::npos ||
         url.find("Group") != std::string::npos;
}

/// A profile and those it derives from, each once for a resource.
void apply(const std::string& url, const Json& resource, const Place& at, std::set<std::string>& applied,
           Findings& findings) {
  const auto& known = profile_facts().profiles;
  for (auto profile = known.find(url); profile != known.end(); profile = known.find(profile->second.base))
    if (applied.insert(profile->first).second)
      check_profile_rules(resource, profile->second.rules, short_name(profile->first), at, findings);
}

void check_claim(const std::string& claim, const Json& resource, const std::string& type, const Place& at,
                 const Place& claimed_at, std::set<std::string>& applied, Findings& findings) {
  const auto& known = profile_facts().profiles;
  const std::string url = claim.substr(0, claim.find('|'));
  const auto claimed = known.find(url);
  if (claimed == known.end()) {
    if (is_uk_core(url) && !may_exist(url))
      error(findings, "not-found", claimed_at.path, "UK Core has no such profile for this resource.");
    return;
  }
  if (claimed->second.type != type)
    return error(findings, "structure", claimed_at.path,
                 "The claimed profile is one of " + claimed->second.type + ", the resource is another.");
  apply(url, resource, at, applied, findings);
}

/// R4 asks every Observation with one of these LOINC codes to keep the vital signs profile
/// (https://hl7.org/fhir/R4/observation-vitalsigns.html), whether it claims it or not.
std::string vital_sign_profile(const Json& observation) {
  static const std::map<std::string, std::string> by_code{
      {"85354-9", "bp"},         {"39156-5", "bmi"},        {"8302-2", "bodyheight"}, {"8310-5", "bodytemp"},
      {"29463-7", "bodyweight"}, {"9843-4", "headcircum"},  {"8867-4", "heartrate"},  {"2708-6", "oxygensat"},
      {"9279-1", "resprate"},    {"85353-1", "vitalspanel"}};
  const Json& codings = member_of(member_of(observation, "code"), "coding");
  if (codings.is_array())
    for (const Json& coding : codings)
      if (const auto found = by_code.find(text_of(coding, "code"));
          found != by_code.end() && text_of(coding, "system") == "http://loinc.org")
        return "http://hl7.org/fhir/StructureDefinition/" + found->second;
  return "";
}

}  // namespace

void check_profile_rules(const Json& object, const std::vector<ProfileRule>& rules, const std::string& who,
                         const Place& at, std::vector<Finding>& findings) {
  const Focus root{&object, nullptr, "", at.path};
  const Check check{who, findings};
  for (const ProfileRule& rule : rules) {
    check.rule(rule, root);
    check_targets(rule, object, who, at, findings);
  }
}

void check_claimed_profiles(const Json& resource, const std::string& type, const Place& at,
                            std::vector<Finding>& findings) {
  const Json& claims = member_of(member_of(resource, "meta"), "profile");
  std::set<std::string> applied;
  for (std::size_t i = 0; claims.is_array() && i < claims.size(); ++i)
    if (claims[i].is_string())
      check_claim(claims[i].get<std::string>(), resource, type, at, at.child(fmt::format("meta.profile[{}]", i)),
                  applied, findings);
  if (type != "Observation") return;
  std::vector<Finding> unclaimed;
  apply(vital_sign_profile(resource), resource, at, applied, unclaimed);
  for (Finding& finding : unclaimed) {
    finding.severity = "warning";  // R4's own examples do not all keep it
    findings.push_back(std::move(finding));
  }
}

std::string short_name(const std::string& url) {
  const std::string plain = url.substr(0, url.find('|'));
  return plain.substr(plain.rfind('/') + 1);
}

}  // namespace carescan::fhir
