#include "pipeline/fhir/extension_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>

#include "pipeline/fhir/facts.hpp"
#include "pipeline/fhir/profile_rules.hpp"
#include "pipeline/fhir/profiles.hpp"

namespace carescan::fhir {
namespace {

using Findings = std::vector<Finding>;

std::vector<std::string> steps_below_resource(const Place& at) {
  std::vector<std::string> steps;
  std::string step;
  bool in_index = false;
  for (std::size_t i = at.resource_at; i <= at.path.size(); ++i) {
    const char c = i < at.path.size() ? at.path[i] : '.';
    if (c == '[' || c == ']') in_index = c == '[';
    if (in_index || c == ']') continue;
    if (c == '.') {
      if (!step.empty()) steps.push_back(step);
      step.clear();
    } else {
      step += c;
    }
  }
  return steps;
}

const ElementFact* element_of(const std::string& type, const std::string& name) {
  const auto known = facts().types.find(type);
  if (known == facts().types.end()) return nullptr;
  const auto& all = known->second.elements;
  const auto found = std::find_if(all.begin(), all.end(), [&](const ElementFact& e) { return e.name == name; });
  return found == all.end() ? nullptr : &*found;
}

/// Every name under which a definition may mean the element at a place: Patient.name.family, HumanName.family, string,
/// Element. Empty where the element's type cannot be told from its path.
std::set<std::string> contexts_at(const Place& at) {
  std::string type(at.resource_type), path = type;
  std::set<std::string> out{"Element"};
  const std::vector<std::string> steps = steps_below_resource(at);
  if (steps.empty()) out.insert({type, "DomainResource", "Resource"});
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const ElementFact* element = element_of(type, steps[i]);
    path += "." + steps[i];
    const bool last = i + 1 == steps.size();
    if (last) out.insert({path, type + "." + steps[i], type + "." + steps[i] + "[x]"});
    if (element == nullptr || (element->choice && !last)) return {};
    if (last) out.insert(element->types.begin(), element->types.end());
    type = element->types.front();
  }
  const auto known = facts().types.find(type);
  if (type.find('.') != std::string::npos) out.insert("BackboneElement");
  if (known != facts().types.end() && known->second.resource) out.insert({"DomainResource", "Resource"});
  return out;
}

bool may_stand(const ExtensionFact& known, const std::set<std::string>& contexts) {
  return contexts.empty() || known.contexts.empty() ||
         std::any_of(known.contexts.begin(), known.contexts.end(),
                     [&](const std::string& context) { return contexts.contains(context); });
}

}  // namespace

void check_known_extensions(const Json& object, const char* list, const Place& at, std::vector<Finding>& findings) {
  const Json& extensions = member_of(object, list);
  if (!extensions.is_array() || at.in_extension) return;
  const bool as_modifier = std::string_view(list) == "modifierExtension";
  std::set<std::string> seen;
  for (std::size_t i = 0; i < extensions.size(); ++i) {
    const std::string url = text_of(extensions[i], "url");
    const auto known = profile_facts().extensions.find(url);
    if (known == profile_facts().extensions.end()) continue;
    const Place here = at.child(fmt::format("{}[{}]", list, i));
    const std::string name = short_name(url);
    if (!may_stand(known->second, contexts_at(at)))
      error(findings, "structure", here.path, fmt::format("The extension {} does not belong on this element.", name));
    if (known->second.once && !seen.insert(url).second)
      error(findings, "structure", here.path, fmt::format("The extension {} may be here once only.", name));
    if (known->second.modifier != as_modifier)
      error(findings, "structure", here.path,
            known->second.modifier
                ? fmt::format("The extension {} changes the meaning: it is a modifierExtension.", name)
                : fmt::format("The extension {} is no modifierExtension.", name));
    check_profile_rules(extensions[i], known->second.rules, name, here, findings);
  }
}

}  // namespace carescan::fhir
