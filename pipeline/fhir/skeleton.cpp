#include "pipeline/fhir/skeleton.hpp"

#include <algorithm>
#include <optional>

#include "pipeline/fhir/filters.hpp"
#include "pipeline/model/failure.hpp"

namespace carescan::fhir {
namespace {

/// A node after filling: its JSON (null: gone), and what became of the placeholders below it.
struct Filled {
  Json json;
  int placeholders = 0, kept = 0;
  bool required_missing = false;
};

struct Filling {
  const Document& document;
  std::set<std::string> fields;
};

[[noreturn]] void fail(const std::string& why) {
  throw Failure{"template-mapping", "form.json", why, "see the placeholders in docs/output-format.md"};
}

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(' ');
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::optional<Json> value_json(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) {
    const std::string clean = clean_text(*text);
    return clean.empty() ? std::nullopt : std::optional<Json>(clean);
  }
  if (const auto* number = std::get_if<double>(&value)) return Json(*number);
  if (const auto* yes = std::get_if<bool>(&value)) return Json(*yes);
  if (const auto* codes = std::get_if<std::vector<std::string>>(&value))
    return codes->empty() ? std::nullopt : std::optional<Json>(*codes);
  return std::nullopt;
}

std::optional<Json> value_of(const std::string& placeholder, Filling& filling) {
  const std::vector<std::string> steps = placeholder_steps(placeholder);
  const Field* field = filling.document.form.find(steps[0]);
  const RecordField* read = filling.document.record.find(steps[0]);
  if (field == nullptr && read == nullptr)
    fail("the fhir part names the field \"" + steps[0] + "\", which the form does not have");
  std::optional<Json> value;
  if (read != nullptr && is_usable(*read) && read->state == FieldState::read) value = value_json(read->value);
  for (std::size_t i = 1; i < steps.size(); ++i) {
    const std::optional<Json> next = apply_filter(steps[i], value.value_or(""), field);
    if (value) value = next;
  }
  if (value) filling.fields.insert(steps[0]);
  return value;
}

bool asks_for_value(const std::string& placeholder) {
  const std::vector<std::string> steps = placeholder_steps(placeholder);
  return std::find(steps.begin() + 1, steps.end(), "required") != steps.end();
}

std::string inserted(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_array()) return value.dump();
  std::string out;
  for (const Json& part : value) out += (out.empty() ? "" : ", ") + inserted(part);
  return out;
}

/// Text with placeholders; one that is all of the text keeps its JSON type.
Filled fill_text(const std::string& text, Filling& filling) {
  Filled out{.json = text};
  const std::set<std::string> before = filling.fields;
  std::string joined;
  std::size_t from = 0;
  bool missing = false;
  for (std::size_t open = text.find("{{"); open != std::string::npos; open = text.find("{{", from)) {
    const std::size_t close = text.find("}}", open);
    if (close == std::string::npos) fail("a {{ in the fhir part is not closed");
    const std::string placeholder = text.substr(open + 2, close - open - 2);
    const std::optional<Json> value = value_of(placeholder, filling);
    ++out.placeholders;
    out.kept += value ? 1 : 0;
    missing = missing || !value;
    out.required_missing = out.required_missing || (!value && asks_for_value(placeholder));
    if (value && open == 0 && close + 2 == text.size()) {
      out.json = *value;
      return out;
    }
    joined += text.substr(from, open - from) + (value ? inserted(*value) : "");
    from = close + 2;
  }
  if (out.placeholders > 0) out.json = Json(joined + text.substr(from));
  if (missing) {
    out.json = Json();
    out.kept = 0;
    filling.fields = before;
  }
  return out;
}

Filled fill(const Json& node, Filling& filling);

void add_child(Filled& parent, const Filled& child) {
  parent.placeholders += child.placeholders;
  parent.kept += child.kept;
}

void append(Json& array, const Json& item) {
  if (item.is_null()) return;
  if (!item.is_array()) return array.push_back(item);
  for (const Json& part : item) array.push_back(part);
}

Filled fill_array(const Json& node, Filling& filling) {
  Filled out{.json = Json::array()};
  for (const Json& item : node) {
    const Filled child = fill(item, filling);
    add_child(out, child);
    append(out.json, child.json);
  }
  return out;
}

Filled fill_object(const Json& node, Filling& filling) {
  Filled out{.json = Json::object()};
  bool required_missing = false;
  for (auto it = node.begin(); it != node.end(); ++it) {
    const Filled child = fill(*it, filling);
    add_child(out, child);
    required_missing = required_missing || child.required_missing;
    if (!child.json.is_null()) out.json[it.key()] = child.json;
  }
  if (required_missing) out.json = Json();
  return out;
}

Filled fill(const Json& node, Filling& filling) {
  if (node.is_string()) return fill_text(node.get<std::string>(), filling);
  if (!node.is_structured()) return {.json = node};
  const std::set<std::string> before = filling.fields;
  Filled out = node.is_array() ? fill_array(node, filling) : fill_object(node, filling);
  if (out.json.empty() || (out.placeholders > 0 && out.kept == 0)) out.json = Json();
  if (out.json.is_null()) {
    out.kept = 0;
    filling.fields = before;  // what was filled in went with the object
  }
  return out;
}

}  // namespace

std::vector<std::string> placeholder_steps(const std::string& placeholder) {
  std::vector<std::string> steps;
  std::size_t from = 0;
  for (std::size_t bar = placeholder.find('|'); bar != std::string::npos; bar = placeholder.find('|', from)) {
    steps.push_back(trimmed(placeholder.substr(from, bar - from)));
    from = bar + 1;
  }
  steps.push_back(trimmed(placeholder.substr(from)));
  return steps;
}

Expanded expand_skeleton(const Json& skeleton, const Document& document) {
  Filling filling{document, {}};
  const Filled filled = fill(skeleton, filling);
  return {filled.json, filling.fields};
}

std::vector<Json> skeletons_of(const FormTemplate& form, const std::string& resource_type) {
  const Json all = Json::parse(form.fhir_json, nullptr, false);
  if (!all.is_array()) fail("the fhir part must be an array of resource skeletons");
  std::vector<Json> out;
  for (const Json& skeleton : all) {
    if (!skeleton.is_object()) fail("each part of fhir must be a resource skeleton, an object");
    if (text_of(skeleton, "resourceType") == resource_type) out.push_back(skeleton);
  }
  return out;
}

}  // namespace carescan::fhir
