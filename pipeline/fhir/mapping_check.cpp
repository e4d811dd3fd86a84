#include "pipeline/fhir/mapping_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "pipeline/fhir/derived.hpp"
#include "pipeline/fhir/facts.hpp"
#include "pipeline/fhir/filters.hpp"
#include "pipeline/fhir/person.hpp"
#include "pipeline/fhir/sample_filling.hpp"
#include "pipeline/fhir/skeleton.hpp"
#include "pipeline/fhir/structure.hpp"
#include "pipeline/forms/placeholders.hpp"
#include "pipeline/model/failure.hpp"

namespace carescan::fhir {
namespace {

using Problems = std::vector<std::string>;

void add(Problems& problems, const std::string& pointer, const std::string& message) {
  const std::string line = pointer + ": " + message;
  if (std::find(problems.begin(), problems.end(), line) == problems.end()) problems.push_back(line);
}

/// A member's name as a JSON pointer has it (RFC 6901).
std::string escaped(const std::string& name) {
  std::string out;
  for (const char c : name) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return out;
}

bool is_known_filter(const std::string& filter) {
  try {
    (void)apply_filter(filter, "", nullptr);
    return true;
  } catch (const Failure&) {
    return false;
  }
}

/// Names of resources that {{@name}} may mean: those of every document, and of the skeletons before this one.
using Names = std::set<std::string>;

void check_placeholder(const forms::Placeholder& placeholder, const Names& names, const std::string& pointer,
                       Problems& problems) {
  const std::string& first = placeholder.names.front();
  if (first.starts_with('@') && !names.contains(first.substr(1)))
    add(problems, pointer,
        "no skeleton before this one is called \"" + first.substr(1) + "\" by its id; put that one first");
  for (const std::string& filter : placeholder.filters)
    if (!is_known_filter(filter))
      add(problems, pointer, "carescan knows no filter \"" + filter + "\"; docs/template-format.md lists the filters");
}

/// Placeholders wherever they stand. Fields that are not there and braces that are not closed are found with the form's
/// other lints.
void check_texts(const Json& node, const Names& names, const std::string& pointer, Problems& problems) {
  if (node.is_string())
    for (const forms::TextPart& part : forms::parts_of(node.get<std::string>()))
      if (part.placeholder) check_placeholder(*part.placeholder, names, pointer, problems);
  if (node.is_array())
    for (std::size_t i = 0; i < node.size(); ++i)
      check_texts(node[i], names, fmt::format("{}/{}", pointer, i), problems);
  if (node.is_object())
    for (auto it = node.begin(); it != node.end(); ++it)
      check_texts(*it, names, pointer + "/" + escaped(it.key()), problems);
}

/// The member that an element of a FHIRPath stands in: by its name, or of a choice (value: valueString).
Json::const_iterator member_named(const Json& object, const std::string& element) {
  const auto exact = object.find(element);
  if (exact != object.end()) return exact;
  for (auto it = object.begin(); it != object.end(); ++it)
    if (it.key().starts_with(element) && it.key().size() > element.size() &&
        std::isupper(static_cast<unsigned char>(it.key()[element.size()])) != 0)
      return it;
  return object.end();
}

/// Patient.name[1].given[3] → /fhir/0/name/1/given/0, as deep as the skeleton goes: one placeholder may become several
/// items, and what carescan adds itself is not in the skeleton.
std::string pointer_of(const std::string& expression, const Json& skeleton, std::string pointer) {
  const Json* node = &skeleton;
  std::size_t from = expression.find('.');
  while (from != std::string::npos && node->is_object()) {
    const std::size_t end = expression.find('.', from + 1);
    const std::string step = expression.substr(from + 1, end == std::string::npos ? end : end - from - 1);
    const std::size_t bracket = step.find('[');
    const auto member = member_named(*node, step.substr(0, bracket));
    if (member == node->end()) break;
    pointer += "/" + escaped(member.key());
    node = &*member;
    if (bracket != std::string::npos && node->is_array() && !node->empty()) {
      const std::size_t index = std::min<std::size_t>(std::stoul(step.substr(bracket + 1)), node->size() - 1);
      pointer += fmt::format("/{}", index);
      node = &(*node)[index];
    }
    from = end;
  }
  return pointer;
}

/// Samples do not add up; what people write does or is asked.
bool is_arithmetic(const Finding& finding) {
  return finding.code == "business-rule";
}

bool is_unknown_element(const Finding& finding) {
  return finding.message == unknown_element;
}

/// The skeleton as FHIR sees it.
Json without_directives(const Json& node) {
  if (!node.is_structured()) return node;
  Json out = node.is_array() ? Json::array() : Json::object();
  if (node.is_array())
    for (const Json& item : node) out.push_back(without_directives(item));
  else
    for (auto it = node.begin(); it != node.end(); ++it)
      if (!directives().contains(it.key())) out[it.key()] = without_directives(*it);
  return out;
}

/// Elements that R4 does not have show in the skeleton as it is, filled or not.
void check_elements(const Json& skeleton, const std::string& pointer, Problems& problems) {
  std::vector<Finding> findings;
  check_resource(without_directives(skeleton), Place(), findings);
  for (const Finding& finding : findings)
    if (is_unknown_element(finding))
      add(problems, pointer_of(finding.expression, skeleton, pointer),
          "FHIR R4 has no element " + finding.expression + "; correct its name or take it out");
}

void check_filled(const Json& resource, const Json& skeleton, const std::string& pointer, Problems& problems) {
  std::vector<Finding> findings;
  check_resource(resource, Place(), findings);
  for (const Finding& finding : findings)
    if (finding.severity == "error" && !is_unknown_element(finding) && !is_arithmetic(finding))
      add(problems, pointer_of(finding.expression, skeleton, pointer),
          "filled in, " + finding.expression + " is no valid FHIR: " + finding.message +
              " Choose another element, or a filter such as map: or date");
}

void check_skeleton(const Json& skeleton, const Names& names, const std::string& pointer, Problems& problems) {
  const std::string type = text_of(skeleton, "resourceType");
  if (!facts().resource_types.contains(type))
    return add(problems, pointer + "/resourceType", "FHIR R4 has no such resource type; name one, such as Patient");
  check_texts(skeleton, names, pointer, problems);
  check_elements(skeleton, pointer, problems);
}

/// The skeletons one by one, and the names that later ones may refer to.
void check_skeletons(const std::vector<Json>& all, Problems& problems) {
  Names names{"patient", "provider", "device", "response", "scan"};
  bool patient_seen = false;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string pointer = fmt::format("/fhir/{}", i), id = text_of(all[i], "id");
    check_skeleton(all[i], names, pointer, problems);
    const bool is_patient = text_of(all[i], "resourceType") == "Patient";
    if (is_patient && patient_seen)
      add(problems, pointer, "warning: only the first Patient is filled; put all into that one");
    else if (!names.insert(id.empty() ? text_of(all[i], "resourceType") : id).second)
      add(problems, pointer + "/id", "another skeleton is called like this; give each an id of its own");
    patient_seen = patient_seen || is_patient;
  }
}

/// What FHIR refuses once samples are filled in, accepted by policy and looked at by a person; and what they never
/// fill.
void check_samples(const std::vector<Json>& all, const FormTemplate& form, Problems& problems) {
  std::set<std::size_t> filled;
  for (std::size_t round = 0; round < 2 * rounds_of(form); ++round) {
    const Record record = sample_filling(form, round / 2, round % 2 == 1);
    BundleOptions options;
    options.recorded = "2026-01-01T00:00:00Z";
    const Document document{record, form, {}, options};
    const auto person =
        std::find_if(all.begin(), all.end(), [](const Json& s) { return text_of(s, "resourceType") == "Patient"; });
    if (const auto at = static_cast<std::size_t>(person - all.begin()); at < all.size()) {
      filled.insert(at);
      check_filled(patient(document).resource, *person, fmt::format("/fhir/{}", at), problems);
    }
    for (const DerivedResource& derived : derived_resources(document)) {
      filled.insert(derived.skeleton);
      check_filled(derived.resource, all[derived.skeleton], fmt::format("/fhir/{}", derived.skeleton), problems);
    }
  }
  for (std::size_t i = 0; i < all.size(); ++i)
    if (!filled.contains(i) && text_of(all[i], "resourceType") != "Patient")
      add(problems, fmt::format("/fhir/{}", i),
          "warning: nothing that people write on this form fills it; look at its when, unless and | required");
}

}  // namespace

std::vector<std::string> mapping_problems(const FormTemplate& form) {
  const Json all = Json::parse(form.fhir_json, nullptr, false);
  if (!all.is_array()) return {"/fhir: must be an array of resource skeletons; write [ ] around them"};
  for (std::size_t i = 0; i < all.size(); ++i)
    if (!all[i].is_object()) return {fmt::format("/fhir/{}: must be an object; write a resource skeleton in {{ }}", i)};
  Problems problems;
  try {
    const std::vector<Json> skeletons(all.begin(), all.end());
    check_skeletons(skeletons, problems);
    const bool sound = std::all_of(problems.begin(), problems.end(), [](const std::string& problem) {
      return problem.find(": warning: ") != std::string::npos || problem.find("has no element") != std::string::npos;
    });
    if (sound) check_samples(skeletons, form, problems);
  } catch (const Failure& failure) {
    add(problems, "/fhir", failure.why + "; " + failure.hint);
  }
  return problems;
}

}  // namespace carescan::fhir
