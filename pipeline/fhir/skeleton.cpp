#include "pipeline/fhir/skeleton.hpp"

#include <algorithm>
#include <optional>

#include "pipeline/fhir/field_value.hpp"
#include "pipeline/fhir/filters.hpp"
#include "pipeline/forms/placeholders.hpp"
#include "pipeline/model/failure.hpp"

namespace carescan::fhir {
namespace {

/// A node after filling: its JSON (null: gone), and what became of the placeholders below it.
struct Filled {
  Json json = {};
  int placeholders = 0, kept = 0;
  bool required_missing = false;
  bool unreadable = false;  ///< a placeholder of which something is written that nobody can read
  std::set<std::string> fields = {}, asked = {};
};

/// Where a skeleton is filled: the turns of the for_each around, the innermost last.
struct Scene {
  const Document& document;
  const References& references;
  std::vector<Turn> turns;
};

/// The resource of this turn, or of a turn around it; else the only one; outside of turns all of them.
Json referred(const std::string& name, const Scene& scene) {
  const auto found = scene.references.find(name);
  if (found == scene.references.end()) return nullptr;
  const auto& by_key = found->second;
  for (auto turn = scene.turns.rbegin(); turn != scene.turns.rend(); ++turn)
    if (const auto one = by_key.find(turn->key()); one != by_key.end()) return one->second;
  if (const auto one = by_key.find(""); one != by_key.end()) return one->second;
  if (!scene.turns.empty()) return nullptr;
  Json all = Json::array();
  for (const auto& [key, reference] : by_key) all.push_back(reference);
  return all.size() == 1 ? all.front() : all;
}

/// A placeholder's value after its filters; null where it has none.
Filled fill_placeholder(const forms::Placeholder& placeholder, const Scene& scene) {
  Filled out{.placeholders = 1};
  if (placeholder.names.front().starts_with('@')) {
    out.json = referred(placeholder.names.front().substr(1), scene);
  } else {
    const FieldValue found = value_of(placeholder.names, scene.turns, scene.document);
    out.json = placeholder.has_filter("none") ? (found.none ? Json(true) : Json()) : found.value;
    out.fields = found.fields;
    out.unreadable = found.unreadable;
    if (!placeholder.has_filter("if_known")) out.asked = found.asked;
    for (const std::string& filter : placeholder.filters) {
      const std::optional<Json> next = apply_filter(filter, out.json.is_null() ? Json("") : out.json, found.field);
      if (!out.json.is_null()) out.json = next.value_or(Json());
    }
  }
  out.kept = out.json.is_null() ? 0 : 1;
  out.required_missing = out.json.is_null() && placeholder.has_filter("required");
  if (out.json.is_null()) out.fields.clear();
  return out;
}

std::string inserted(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_array()) return value.dump();
  std::string out;
  for (const Json& part : value) out += (out.empty() ? "" : ", ") + inserted(part);
  return out;
}

void add_child(Filled& parent, const Filled& child) {
  parent.placeholders += child.placeholders;
  parent.kept += child.kept;
  parent.unreadable = parent.unreadable || child.unreadable;
  parent.fields.insert(child.fields.begin(), child.fields.end());
  parent.asked.insert(child.asked.begin(), child.asked.end());
}

/// What goes away takes along what was filled into it; what it waits for stays known.
void take_away(Filled& filled) {
  filled.json = nullptr;
  filled.kept = 0;
  filled.fields.clear();
}

/// Text with placeholders; one that is all of the text keeps its JSON type, and one without value takes the text along.
Filled fill_text(const std::string& text, const Scene& scene) {
  Filled out;
  std::string joined;
  bool missing = false;
  const std::vector<forms::TextPart> parts = forms::parts_of(text);
  for (const forms::TextPart& part : parts) {
    joined += part.before;
    if (!part.placeholder) continue;
    const Filled value = fill_placeholder(*part.placeholder, scene);
    add_child(out, value);
    out.required_missing = out.required_missing || value.required_missing;
    missing = missing || value.json.is_null();
    if (parts.size() == 1 && part.before.empty())
      out.json = value.json;
    else if (!missing)
      joined += inserted(value.json);
  }
  if (out.json.is_null()) out.json = joined;
  if (missing) take_away(out);
  return out;
}

Filled fill(const Json& node, const Scene& scene);

void append(Json& array, const Json& item) {
  if (item.is_null()) return;
  if (!item.is_array()) return array.push_back(item);
  for (const Json& part : item) array.push_back(part);
}

Filled fill_array(const Json& node, const Scene& scene) {
  Filled out{.json = Json::array()};
  for (const Json& item : node) {
    std::vector<Scene> scenes{scene};
    if (const std::string pattern = text_of(item, "for_each"); !pattern.empty()) {
      scenes.clear();
      for (const Turn& turn : turns_of(pattern, scene.document)) {
        scenes.push_back(scene);
        scenes.back().turns.push_back(turn);
      }
      out.placeholders += scenes.empty() ? 1 : 0;  // nothing to repeat is a value that is missing
      // Codes that wait for a person are no turns, but the resource waits for them.
      if (const RecordField* codes = scene.document.record.find(pattern); codes != nullptr && !is_usable(*codes))
        out.asked.insert(pattern);
    }
    for (const Scene& one : scenes) {
      const Filled child = fill(item, one);
      add_child(out, child);
      append(out.json, child.json);
    }
  }
  return out;
}

/// Whether `when` (all of its placeholders have a value that is not false) and `unless` (none has, nor writing that
/// cannot be read) let an object be.
Filled fill_conditions(const Json& node, const Scene& scene, bool& holds) {
  Filled out;
  for (const char* directive : {"when", "unless"})
    for (const std::string& text : texts_of(node, directive)) {
      const Filled condition = fill_text(text, scene);
      add_child(out, condition);
      const bool is_so = !condition.json.is_null() && condition.json != Json(false);
      holds = holds && (std::string(directive) == "when" ? is_so : !is_so && !condition.unreadable);
    }
  out.placeholders = out.placeholders > 0 ? 1 : 0;
  out.kept = holds ? out.placeholders : 0;
  return out;
}

Filled fill_members(const Json& node, const Scene& scene) {
  Filled out{.json = Json::object()};
  bool required_missing = false;
  for (auto it = node.begin(); it != node.end(); ++it) {
    if (directives().contains(it.key())) continue;
    const Filled child = fill(*it, scene);
    add_child(out, child);
    required_missing = required_missing || child.required_missing;
    if (!child.json.is_null()) out.json[it.key()] = child.json;
  }
  if (required_missing) take_away(out);
  return out;
}

Filled prune(Filled filled) {
  if (filled.json.empty() || (filled.placeholders > 0 && filled.kept == 0)) take_away(filled);
  return filled;
}

Filled fill_object(const Json& node, const Scene& scene) {
  bool holds = true;
  Filled condition = fill_conditions(node, scene, holds);
  if (!holds) {
    take_away(condition);
    return condition;
  }
  Filled members = fill_members(node, scene);
  // What `when` asked for is content of the object: a decision without its date is still a decision.
  if (node.contains("when")) ++members.kept;
  Filled out = prune(members);
  if (out.json.is_null()) take_away(condition);
  add_child(out, condition);
  return out;
}

Filled fill(const Json& node, const Scene& scene) {
  if (node.is_string()) return fill_text(node.get<std::string>(), scene);
  if (!node.is_structured()) return {.json = node};
  return node.is_array() ? prune(fill_array(node, scene)) : fill_object(node, scene);
}

}  // namespace

Expanded expand_skeleton(const Json& skeleton, const Document& document, const std::vector<Turn>& turns,
                         const References& references) {
  const Filled filled = fill(skeleton, {document, references, turns});
  return {filled.json, filled.fields, filled.asked};
}

std::vector<Json> skeletons_of(const FormTemplate& form) {
  const Json all = Json::parse(form.fhir_json, nullptr, false);
  const bool right =
      all.is_array() && std::all_of(all.begin(), all.end(), [](const Json& part) { return part.is_object(); });
  if (!right)
    throw Failure{"template-mapping", "form.json", "the fhir part is no array of resource skeletons",
                  "write objects with a resourceType in [ ]"};
  return {all.begin(), all.end()};
}

const std::set<std::string>& directives() {
  static const std::set<std::string> all{"for_each", "when", "unless", "in_force", "section"};
  return all;
}

std::vector<std::string> texts_of(const Json& object, const std::string& member) {
  const Json& found = member_of(object, member);
  if (found.is_string()) return {found.get<std::string>()};
  std::vector<std::string> out;
  if (found.is_array())
    for (const Json& text : found)
      if (text.is_string()) out.push_back(text.get<std::string>());
  return out;
}

}  // namespace carescan::fhir
