#include "pipeline/fhir/structure.hpp"

#include <fmt/format.h>

#include "pipeline/fhir/extension_rules.hpp"
#include "pipeline/fhir/facts.hpp"
#include "pipeline/fhir/primitives.hpp"
#include "pipeline/fhir/references.hpp"
#include "pipeline/fhir/rules.hpp"
#include "pipeline/fhir/terminology.hpp"

namespace carescan::fhir {
namespace {

using Findings = std::vector<Finding>;

/// One way an element stands in an object: its JSON members `key` and `_key`.
struct Form {
  std::string type;
  const Json* value = nullptr;  ///< null where only the partner is there
  const Json* extra = nullptr;  ///< `_key`: id and extensions of a primitive
};

void check_object(const Json& object, const std::string& type, const Place& at, Findings& findings);

bool is_primitive(const std::string& type) {
  return facts().primitives.contains(type);
}

const Json* find(const Json& object, const std::string& key) {
  for (auto it = object.begin(); it != object.end(); ++it)
    if (it.key() == key) return &*it;
  return nullptr;
}

std::vector<Form> forms_of(const Json& object, const ElementFact& element) {
  std::vector<Form> forms;
  for (const std::string& type : element.types) {
    const std::string key = element.choice ? choice_name(element.name, type) : element.name;
    const Form form{type, find(object, key), is_primitive(type) ? find(object, "_" + key) : nullptr};
    if (form.value != nullptr || form.extra != nullptr) forms.push_back(form);
  }
  return forms;
}

/// An id alone says nothing (ele-1).
bool only_id(const Json& object) {
  return object.size() == 1 && object.contains("id");
}

/// Id and extensions of a primitive are an object of their own beside it; where there is no value, an extension says
/// why.
void check_extra(const Json& extra, bool alone, const Place& at, Findings& findings) {
  if (!extra.is_object())
    return error(findings, "structure", at.path, "The member with _ holds an object with id or extension.");
  if (extra.empty()) return error(findings, "structure", at.path, "An empty object; leave it out instead.");
  if (alone && only_id(extra))
    error(findings, "invariant", at.path, "An element has a value or something inside, not an id alone (ele-1).");
  check_object(extra, "Element", at, findings);
}

void check_primitive(const Json& value, const ElementFact& element, const std::string& type, const Place& at,
                     Findings& findings) {
  if (value.is_null()) return error(findings, "structure", at.path, "JSON null; FHIR leaves out what is not there.");
  if (const std::string problem = primitive_problem(type, value); !problem.empty())
    return error(findings, "value", at.path, problem);
  check_code(value, element, at.path, findings);
  check_primitive_rules(value, type, at, findings);
}

void check_one(const Json* value, const Json* extra, const ElementFact& element, const std::string& type,
               const Place& at, Findings& findings) {
  if (extra != nullptr) check_extra(*extra, value == nullptr, at, findings);
  if (value == nullptr) return;
  if (is_primitive(type)) return check_primitive(*value, element, type, at, findings);
  if (!value->is_object()) return error(findings, "structure", at.path, "An object is expected here.");
  if (value->empty()) return error(findings, "structure", at.path, "An empty object; leave it out instead.");
  if (only_id(*value))
    error(findings, "invariant", at.path, "An element has a value or something inside, not an id alone (ele-1).");
  if (type == "Resource") {
    Place inside = at;
    inside.contained = element.name == "contained";
    return check_resource(*value, inside, findings);
  }
  check_object(*value, element.simple_quantity && type == "Quantity" ? "SimpleQuantity" : type, at, findings);
  check_concept(*value, element, at.path, findings);
  if (type == "Reference") check_reference(*value, element.targets, at, findings);
}

/// Arrays of primitives have a partner of the same length, with null where one side has nothing to say.
void check_many(const Form& form, const ElementFact& element, const Place& at, Findings& findings) {
  static const Json none = Json::array();
  const Json& values = form.value != nullptr ? *form.value : none;
  const Json& extras = form.extra != nullptr ? *form.extra : none;
  if (!values.is_array() || !extras.is_array())
    return error(findings, "structure", at.path, "This element may repeat, so JSON has it as an array.");
  if ((form.value != nullptr && values.empty()) || (form.extra != nullptr && extras.empty()))
    return error(findings, "structure", at.path, "An empty array; leave it out instead.");
  if (form.value != nullptr && form.extra != nullptr && values.size() != extras.size())
    error(findings, "structure", at.path, "The array and its partner with _ have different lengths.");
  for (std::size_t i = 0; i < std::max(values.size(), extras.size()); ++i) {
    Place item = at;
    item.path += fmt::format("[{}]", i);
    const Json* extra = i < extras.size() && !extras[i].is_null() ? &extras[i] : nullptr;
    const Json* value = i < values.size() ? &values[i] : nullptr;
    if (value != nullptr && value->is_null() && extra != nullptr) value = nullptr;
    check_one(value, extra, element, form.type, item, findings);
  }
}

void check_element(const Json& object, const ElementFact& element, const Place& parent, Findings& findings) {
  const std::vector<Form> forms = forms_of(object, element);
  const Place at = parent.child(element.name);
  if (forms.empty() && element.min > 0) error(findings, "required", at.path, "This element is required but missing.");
  if (!forms.empty() && element.prohibited) error(findings, "structure", at.path, "This element may not be used here.");
  if (forms.size() > 1) error(findings, "structure", at.path, "Only one type may be chosen; here are several.");
  for (const Form& form : forms) {
    if (element.many) {
      check_many(form, element, at, findings);
    } else if ((form.value != nullptr && form.value->is_array()) || (form.extra != nullptr && form.extra->is_array())) {
      error(findings, "structure", at.path, "This element may be there once only, so JSON has it without an array.");
    } else {
      check_one(form.value, form.extra, element, form.type, at, findings);
    }
  }
}

bool is_member_of(const TypeFact& type, std::string_view key) {
  const bool extra = key.starts_with('_');
  if (extra) key.remove_prefix(1);
  for (const ElementFact& element : type.elements)
    for (const std::string& choice : element.types)
      if ((element.choice ? choice_name(element.name, choice) : element.name) == key)
        return !extra || is_primitive(choice);
  return false;
}

void check_members(const Json& object, const TypeFact& type, const Place& at, Findings& findings) {
  for (auto it = object.begin(); it != object.end(); ++it) {
    if (is_member_of(type, it.key()) || (type.resource && it.key() == "resourceType")) continue;
    const std::string name = path_name(it.key());
    error(findings, "structure", name.empty() ? at.path : at.child(name).path, unknown_element);
  }
}

/// The partner of a primitive; the published table has no type for it.
TypeFact element_type() {
  const TypeFact& any = facts().types.at("Extension");
  return {false, {any.elements[0], any.elements[1]}};  // id, extension
}

void check_object(const Json& object, const std::string& type, const Place& at, Findings& findings) {
  static const TypeFact element = element_type();
  const auto known = facts().types.find(type);
  const TypeFact& fact = known == facts().types.end() ? element : known->second;
  check_members(object, fact, at, findings);
  Place inside = at;
  inside.in_extension = type == "Extension";
  if (type == "Bundle.entry") inside.full_url = text_of(object, "fullUrl");
  for (const ElementFact& part : fact.elements) check_element(object, part, inside, findings);
  check_known_extensions(object, "extension", inside, findings);
  check_known_extensions(object, "modifierExtension", inside, findings);
  check_rules(object, type, at, findings);
}

}  // namespace

void check_resource(const Json& resource, const Place& at, std::vector<Finding>& findings) {
  const std::string type = text_of(resource, "resourceType");
  if (type.empty())
    return error(findings, "structure", at.path, "A resource names its type in resourceType; this one does not.");
  if (!facts().resource_types.contains(type))
    return error(findings, "structure", at.path, "FHIR R4 has no resource type of this name.");
  if (!facts().types.contains(type))
    return warning(findings, "not-supported", at.path,
                   "carescan has no definition of this resource type; its inside is not checked.");
  Place inside = at;
  if (inside.path.empty()) inside.path = type;
  if (!inside.contained) inside.container = &resource;
  inside.resource_type = type;
  inside.resource_at = inside.path.size();
  const BundleIndex index = type == "Bundle" ? index_of(resource) : BundleIndex();
  if (type == "Bundle") inside.bundle = &index;
  if (resource.contains("_id"))
    error(findings, "structure", inside.child("id").path, "The id of a resource has no extensions.");
  check_object(resource, type, inside, findings);
}

}  // namespace carescan::fhir
