#include "pipeline/fhir/structure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

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
  MemberFact member;
  const Json* value = nullptr;  ///< null where only the partner is there
  const Json* extra = nullptr;  ///< `_key`: id and extensions of a primitive
};

void check_object(const Json& object, const std::string& type, const Place& at, Findings& findings);

bool is_primitive(const std::string& type) {
  return facts().primitives.contains(type);
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
    check_one(value, extra, element, element.types[form.member.type], item, findings);
  }
}

/// The ways one element stands in an object; `forms` are those of this element.
void check_element(std::span<const Form> forms, const ElementFact& element, const Place& parent, Findings& findings) {
  if (forms.empty() && element.min == 0) return;
  const Place at = parent.child(element.name);
  if (forms.empty()) return error(findings, "required", at.path, "This element is required but missing.");
  if (element.prohibited) error(findings, "structure", at.path, "This element may not be used here.");
  if (forms.size() > 1) error(findings, "structure", at.path, "Only one type may be chosen; here are several.");
  for (const Form& form : forms) {
    if (element.many) {
      check_many(form, element, at, findings);
    } else if ((form.value != nullptr && form.value->is_array()) || (form.extra != nullptr && form.extra->is_array())) {
      error(findings, "structure", at.path, "This element may be there once only, so JSON has it without an array.");
    } else {
      check_one(form.value, form.extra, element, element.types[form.member.type], at, findings);
    }
  }
}

/// The element that a JSON member stands for; nullptr where the type has none of this name.
const MemberFact* member_named(const TypeFact& type, std::string_view key) {
  const bool extra = key.starts_with('_');
  const auto found = type.members.find(extra ? key.substr(1) : key);
  if (found == type.members.end()) return nullptr;
  const MemberFact& member = found->second;
  return extra && !is_primitive(type.elements[member.element].types[member.type]) ? nullptr : &member;
}

void add_form(std::vector<Form>& forms, const MemberFact& member, const Json& value, bool extra) {
  const auto same = std::find_if(forms.begin(), forms.end(), [&](const Form& f) {
    return f.member.element == member.element && f.member.type == member.type;
  });
  Form& form = same == forms.end() ? forms.emplace_back(Form{member}) : *same;
  (extra ? form.extra : form.value) = &value;
}

/// All forms in an object, in the order of the type's elements; members that the type does not know are errors.
std::vector<Form> forms_of(const Json& object, const TypeFact& type, const Place& at, Findings& findings) {
  std::vector<Form> forms;
  for (auto it = object.begin(); it != object.end(); ++it) {
    if (const MemberFact* member = member_named(type, it.key()); member != nullptr) {
      add_form(forms, *member, *it, it.key().starts_with('_'));
    } else if (!type.resource || it.key() != "resourceType") {
      const std::string name = path_name(it.key());
      error(findings, "structure", name.empty() ? at.path : at.child(name).path, unknown_element);
    }
  }
  std::stable_sort(forms.begin(), forms.end(),
                   [](const Form& a, const Form& b) { return a.member.element < b.member.element; });
  return forms;
}

/// The partner of a primitive; the published table has no type for it.
TypeFact element_type() {
  const TypeFact& any = facts().types.at("Extension");
  return type_of_elements(false, {any.elements[0], any.elements[1]});  // id, extension
}

void check_object(const Json& object, const std::string& type, const Place& at, Findings& findings) {
  static const TypeFact element = element_type();
  const auto known = facts().types.find(type);
  const TypeFact& fact = known == facts().types.end() ? element : known->second;
  const std::vector<Form> forms = forms_of(object, fact, at, findings);
  Place inside = at;
  inside.in_extension = type == "Extension";
  if (type == "Bundle.entry") inside.full_url = view_of(object, "fullUrl");
  for (std::size_t e = 0, from = 0; e < fact.elements.size(); ++e) {
    std::size_t to = from;
    while (to < forms.size() && forms[to].member.element == e) ++to;
    check_element(std::span(forms).subspan(from, to - from), fact.elements[e], inside, findings);
    from = to;
  }
  if (!fact.resource && text_of(object, "id").find_first_of(" \t\r\n") != std::string::npos)
    error(findings, "value", at.child("id").path, "The id of an element has no white space.");
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
  inside.resource_type = view_of(resource, "resourceType");
  inside.resource_at = inside.path.size();
  const BundleIndex index = type == "Bundle" ? index_of(resource) : BundleIndex();
  if (type == "Bundle") inside.bundle = &index;
  if (resource.contains("_id"))
    error(findings, "structure", inside.child("id").path, "The id of a resource has no extensions.");
  check_object(resource, type, inside, findings);
}

}  // namespace carescan::fhir
