#include "pipeline/fhir/extraction.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "pipeline/fhir/fhirpath.hpp"
#include "pipeline/fhir/names.hpp"
#include "pipeline/fhir/skeleton.hpp"
#include "pipeline/fhir/status.hpp"
#include "pipeline/forms/field_patterns.hpp"

namespace carescan::fhir {
namespace {

/// Where a node of a skeleton stands: the turns around it, and what must hold for it to be there.
struct Place {
  const FormTemplate& form;
  std::vector<Turn> turns;
  std::string guard = {};  ///< FHIRPath; empty: always
};

/// A row that goes on from the one above is part of that one's turn and has none of its own.
std::string guard_of(const Turn& turn) {
  return turn.pattern.ends_with("[*]") ? begins_entry(turn.places.front()) : "";
}

std::string both(const std::string& one, const std::string& other) {
  if (one.empty() || other.empty()) return one + other;
  return one + " and " + other;
}

/// Every turn that a form can have: each row, number and code, filled or not.
std::vector<Turn> possible_turns(const std::string& pattern, const FormTemplate& form) {
  std::vector<Turn> turns;
  if (const Table* table = forms::table_of(pattern, form))
    for (std::size_t row = 1; row <= table->rows.size(); ++row)
      turns.push_back({pattern, {cell_row(table->name, static_cast<int>(row))}});
  for (const int number : forms::numbers_of(pattern, form))
    turns.push_back({pattern, {pattern.substr(0, pattern.size() - 1) + std::to_string(number)}});
  if (const Field* field = form.find(pattern))
    for (const Option& option : field->options) turns.push_back({pattern, {pattern}, option.code});
  return turns;
}

Json value_extension(const std::string& expression) {
  return {{"extension", Json::array({extension(names::sdc_template_value, "valueString", expression)})}};
}

std::string guarded(const std::string& expression, const Place& place) {
  return place.guard.empty() ? expression : fmt::format("iif({}, {})", place.guard, expression);
}

/// The placeholders anywhere below a node as one FHIRPath that exists when one of them has a value; and those directly
/// in it that it cannot do without.
void collect(const Json& node, const Place& place, std::string& any, std::string& needed, bool direct = true) {
  if (node.is_string()) {
    const std::string text = node.get<std::string>();
    const std::string path = text.find("{{") == std::string::npos ? "" : fhirpath_of(text, place.turns, place.form);
    if (path.empty()) return;
    any += fmt::format("{}({}).exists()", any.empty() ? "" : " or ", path);
    for (const forms::TextPart& part : forms::parts_of(text))
      if (direct && part.placeholder && part.placeholder->has_filter("required"))
        needed = both(needed, fmt::format("({}).exists()", path));
    return;
  }
  if (!node.is_structured()) return;
  for (auto it = node.begin(); it != node.end(); ++it)
    if (!node.is_object() || !directives().contains(it.key()))
      collect(*it, place, any, needed, direct && node.is_object() && it->is_string());
}

/// What must hold for an object: its conditions, and that something below it has a value; `when` says that by itself.
std::string guard_of(const Json& node, const Place& place, bool is_root) {
  std::string guard, any, needed;
  for (const std::string& text : texts_of(node, "when"))
    guard = both(guard, condition_of(text, place.turns, place.form));
  for (const std::string& text : texts_of(node, "unless"))
    guard = both(guard, condition_of(text, place.turns, place.form) + ".not()");
  collect(node, place, any, needed);
  guard = both(guard, needed);
  return is_root || any.empty() || node.contains("when") ? guard : both(guard, "(" + any + ")");
}

Json translated(const Json& node, const Place& place);

/// A member that is a text: constant, or an expression in the member's shadow ("_value").
void add_text(Json& out, const std::string& member, const std::string& text, const Place& place) {
  const bool constant = text.find("{{") == std::string::npos;
  if (constant && (place.guard.empty() || member == "resourceType")) {
    out[member] = text;
    return;
  }
  const std::string path = constant ? literal(text) : fhirpath_of(text, place.turns, place.form);
  if (!path.empty()) out["_" + member] = value_extension(guarded(path, place));
}

/// An array of texts: as it is, or one expression for all of it, which may give several.
void add_texts(Json& out, const std::string& member, const Json& texts, const Place& place) {
  const bool constant = place.guard.empty() && texts.dump().find("{{") == std::string::npos;
  if (constant) {
    out[member] = texts;
    return;
  }
  std::string all;
  for (const Json& item : texts) {
    const std::string text = item.get<std::string>();
    const bool is_literal = text.find("{{") == std::string::npos;
    const std::string path = is_literal ? literal(text) : fhirpath_of(text, place.turns, place.form);
    if (!path.empty()) all += all.empty() ? "(" + path + ")" : ".combine(" + path + ")";
  }
  if (!all.empty()) out["_" + member] = Json::array({value_extension(guarded(all, place))});
}

Json translated_array(const Json& node, const Place& place) {
  Json out = Json::array();
  for (const Json& item : node) {
    std::vector<Place> places{place};
    if (const std::string pattern = text_of(item, "for_each"); !pattern.empty()) {
      places.clear();
      for (const Turn& turn : possible_turns(pattern, place.form)) {
        places.push_back(place);
        places.back().turns.push_back(turn);
        places.back().guard = both(place.guard, guard_of(turn));
      }
    }
    for (const Place& one : places)
      if (const Json filled = translated(item, one); !filled.empty()) out.push_back(filled);
  }
  return out;
}

/// A truth or a number without an expression: FHIRPath literals where they hang on something.
void add_constant(Json& out, const std::string& member, const Json& value, const Place& place) {
  if (place.guard.empty())
    out[member] = value;
  else
    out["_" + member] = value_extension(guarded(value.dump(), place));
}

Json translated_object(const Json& node, const Place& place, bool is_root) {
  Place here = place;
  here.guard = both(place.guard, guard_of(node, place, is_root));
  Json out = Json::object();
  for (auto it = node.begin(); it != node.end(); ++it) {
    // A member's shadow is for what the member says already: data-absent-reason stays with the bundles.
    if (directives().contains(it.key()) || it.key().starts_with('_')) continue;
    if (it->is_string())
      add_text(out, it.key(), it->get<std::string>(), here);
    else if (it->is_array() && !it->empty() && it->front().is_string())
      add_texts(out, it.key(), *it, here);
    else if (!it->is_structured())
      add_constant(out, it.key(), *it, here);
    else if (const Json child = translated(*it, here); !child.empty())
      out[it.key()] = child;
  }
  return out;
}

Json translated(const Json& node, const Place& place) {
  if (node.is_array()) return translated_array(node, place);
  return node.is_object() ? translated_object(node, place, false) : node;
}

/// The element that says how a resource stands, by its type, as FHIRPath or as it is.
void add_status(Json& resource, const std::string& type) {
  static const std::map<std::string, std::pair<std::string, std::string>> by_type{
      {"CarePlan", {"draft", "unknown"}},
      {"MedicationStatement", {"unknown", "unknown"}},
      {"Observation", {"preliminary", "final"}},
      {"RiskAssessment", {"preliminary", "final"}},
      {"Flag", {"active", "active"}},
      {"Procedure", {"unknown", "completed"}},
      {"CareTeam", {"proposed", "proposed"}},
      {"Consent", {"proposed", "proposed"}}};
  if (type == "Goal") resource["lifecycleStatus"] = "proposed";
  const auto found = by_type.find(type);
  if (found == by_type.end()) return;
  const auto& [cautious, completed] = found->second;
  if (cautious == completed)
    resource["status"] = cautious;
  else
    resource["_status"] =
        value_extension(fmt::format("iif(%resource.status = 'completed' or %resource.status = 'amended', {}, {})",
                                    literal(completed), literal(cautious)));
}

bool has_text_list(const Json& node) {
  if (!node.is_structured()) return false;
  for (auto it = node.begin(); it != node.end(); ++it)
    if ((node.is_object() && it.key().starts_with('_') && it->is_array()) || has_text_list(*it)) return true;
  return false;
}

/// Expressions in a list of texts (given names) are read relative to a context above them; the whole response is one.
void add_context(Json& element) {
  if (!element.is_object() || !has_text_list(element)) return;
  Json extensions = Json::array({extension(names::sdc_template_context, "valueString", "%resource")});
  for (const Json& other : member_of(element, "extension")) extensions.push_back(other);
  element["extension"] = extensions;
}

void add_contexts(Json& resource) {
  for (auto it = resource.begin(); it != resource.end(); ++it) {
    if (it->is_array())
      for (Json& element : *it) add_context(element);
    add_context(*it);
  }
}

Json template_of(const Json& skeleton, const std::string& id, const FormTemplate& form,
                 const std::vector<Turn>& turns) {
  const std::string type = text_of(skeleton, "resourceType");
  Json out{{"resourceType", type}, {"id", id}};
  Json plain = skeleton;
  // Languages must be coded; carescan's bundles code their names (languages.hpp), FHIRPath cannot.
  for (const char* member : {"id", "resourceType", "meta", "communication"}) plain.erase(member);
  if (const std::string person = person_element(type); !person.empty())
    out[person] = {{"_reference", value_extension("%resource.subject.reference")}};
  add_status(out, type);
  if (type == "Condition" || type == "AllergyIntolerance")
    out.update(with_status({{"resourceType", type}}, Standing()));
  if (type == "CarePlan" && !plain.contains("intent")) out["intent"] = "plan";
  out.update(translated_object(plain, {form, turns, turns.empty() ? "" : guard_of(turns.front())}, true));
  add_contexts(out);
  return out;
}

/// "goal" or, of a turn, "goal-2": ids of contained resources are letters, digits, hyphens and dots.
std::string template_id(const Json& skeleton, const std::string& key) {
  std::string id = text_of(skeleton, "id").empty() ? text_of(skeleton, "resourceType") : text_of(skeleton, "id");
  if (!key.empty()) id += "-" + key;
  std::string out;
  for (const char c : id)
    if (c != ']') out += c == '_' || c == '[' ? '-' : c;
  return out.substr(0, 64);
}

/// The first field that a node names: its item is where the template hangs, since SDC engines look at items only.
std::string first_field(const Json& node, const std::vector<Turn>& turns) {
  if (node.is_string())
    for (const forms::TextPart& part : forms::parts_of(node.get<std::string>()))
      if (part.placeholder && !part.placeholder->names.front().starts_with('@'))
        return names_in(part.placeholder->names.front(), turns).front();
  if (node.is_structured())
    for (const Json& child : node)
      if (const std::string found = first_field(child, turns); !found.empty()) return found;
  return "";
}

}  // namespace

std::vector<ExtractionTemplate> extraction_templates(const FormTemplate& form) {
  std::vector<ExtractionTemplate> out;
  for (const Json& skeleton : skeletons_of(form)) {
    if (skeleton.contains("section")) continue;
    const std::string pattern = text_of(skeleton, "for_each");
    if (const std::string field = first_field(skeleton, {}); pattern.empty() && !field.empty())
      out.push_back({template_of(skeleton, template_id(skeleton, ""), form, {}), field});
    for (const Turn& turn : possible_turns(pattern, form)) {
      const bool is_row = forms::pattern_kind(pattern, form) == forms::PatternKind::rows;
      out.push_back({template_of(skeleton, template_id(skeleton, turn.key()), form, {turn}),
                     is_row ? turn.places.front() : first_field(skeleton, {turn})});
    }
  }
  return out;
}

}  // namespace carescan::fhir
