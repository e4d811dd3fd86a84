#include "pipeline/fhir/profile_values.hpp"

#include <algorithm>

#include "pipeline/fhir/facts.hpp"
#include "pipeline/fhir/references.hpp"
#include "pipeline/fhir/terminology.hpp"

namespace carescan::fhir {
namespace {

/// Whether some value at a dotted path (arrays are walked through) is this text.
bool holds(const Json& node, std::string_view path, const std::string& text) {
  if (node.is_array())
    return std::any_of(node.begin(), node.end(), [&](const Json& n) { return holds(n, path, text); });
  if (path.empty()) return node.is_string() && node.get_ref<const std::string&>() == text;
  const std::size_t dot = path.find('.');
  const Json& next = member_of(node, path.substr(0, dot));
  return !next.is_null() && holds(next, dot == std::string_view::npos ? "" : path.substr(dot + 1), text);
}

bool coding_listed(const Json& coding, const std::map<std::string, std::set<std::string>>& systems) {
  const auto system = systems.find(text_of(coding, "system"));
  const std::string code = text_of(coding, "code");
  if (system == systems.end() || code.empty()) return false;
  return system->first == "urn:ietf:bcp:47" ? is_language_tag(code) : system->second.contains(code);
}

}  // namespace

std::vector<std::string> choice_members(const Json& object, const std::string& stem) {
  std::vector<std::string> out;
  if (!object.is_object()) return out;
  for (auto it = object.begin(); it != object.end(); ++it) {
    const std::string name = it.key().starts_with('_') ? it.key().substr(1) : it.key();
    const bool choice =
        name.size() > stem.size() && name.starts_with(stem) && name[stem.size()] >= 'A' && name[stem.size()] <= 'Z';
    if (choice && std::find(out.begin(), out.end(), name) == out.end()) out.push_back(name);
  }
  return out;
}

bool in_slice(const Json& item, const SliceMatch& match) {
  // system and code of one coding belong together
  if (match.size() == 2 && match[0].first.ends_with("coding.system") && match[1].first.ends_with("coding.code")) {
    const std::string& path = match[0].first;
    const Json* at = &item;
    if (path.starts_with("code.")) at = &member_of(item, "code");
    const Json& codings = member_of(*at, "coding");
    return codings.is_array() && std::any_of(codings.begin(), codings.end(), [&](const Json& coding) {
             return text_of(coding, "system") == match[0].second && text_of(coding, "code") == match[1].second;
           });
  }
  return std::all_of(match.begin(), match.end(), [&](const auto& m) { return holds(item, m.first, m.second); });
}

bool of_types(const std::string& member, const std::string& stem, const std::vector<std::string>& types) {
  return types.empty() || std::any_of(types.begin(), types.end(),
                                      [&](const std::string& type) { return choice_name(stem, type) == member; });
}

bool in_known_value_set(const Json& value, const std::string& url) {
  const auto known = profile_facts().value_sets.find(url);
  if (known == profile_facts().value_sets.end()) return true;
  const auto& systems = known->second;
  if (value.is_string())
    return std::any_of(systems.begin(), systems.end(),
                       [&](const auto& s) { return s.second.contains(value.get_ref<const std::string&>()); });
  const Json& codings = member_of(value, "coding");
  if (codings.is_array())
    return std::any_of(codings.begin(), codings.end(), [&](const Json& c) { return coding_listed(c, systems); });
  return coding_listed(value, systems);
}

const char* broken_vital_sign_rule(const std::string& key, const Json& value) {
  const auto valued = [&] { return has_choice(value, "value") || has(value, "dataAbsentReason"); };
  if (key == "vs-1")
    return value.is_string() && value.get_ref<const std::string&>().size() < 8 ? "A vital sign is dated to the day."
                                                                               : nullptr;
  if (key == "vs-2" && (has(value, "component") || has(value, "hasMember"))) return nullptr;
  return valued() ? nullptr : "A vital sign has a value, or says why it has none.";
}

std::string target_type(const Json& reference, const Place& at) {
  const std::string type = type_of_target(text_of(reference, "reference"), at);
  return type.empty() && facts().resource_types.contains(text_of(reference, "type")) ? text_of(reference, "type")
                                                                                     : type;
}

}  // namespace carescan::fhir
