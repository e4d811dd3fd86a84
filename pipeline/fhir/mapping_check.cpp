#include "pipeline/fhir/mapping_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "pipeline/fhir/facts.hpp"
#include "pipeline/fhir/filters.hpp"
#include "pipeline/fhir/person.hpp"
#include "pipeline/fhir/sample_filling.hpp"
#include "pipeline/fhir/skeleton.hpp"
#include "pipeline/fhir/structure.hpp"
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

void check_placeholder(const std::string& placeholder, const FormTemplate& form, const std::string& pointer,
                       Problems& problems) {
  const std::vector<std::string> steps = placeholder_steps(placeholder);
  if (form.find(steps[0]) == nullptr)
    add(problems, pointer, "the form has no field \"" + steps[0] + "\"; name one of its fields");
  for (std::size_t i = 1; i < steps.size(); ++i)
    if (!is_known_filter(steps[i]))
      add(problems, pointer, "carescan knows no filter \"" + steps[i] + "\"; docs/output-format.md lists the filters");
}

void check_text(const std::string& text, const FormTemplate& form, const std::string& pointer, Problems& problems) {
  std::size_t from = 0;
  for (std::size_t open = text.find("{{"); open != std::string::npos; open = text.find("{{", from)) {
    const std::size_t close = text.find("}}", open);
    if (close == std::string::npos) return add(problems, pointer, "a {{ is not closed; write }} after the filters");
    check_placeholder(text.substr(open + 2, close - open - 2), form, pointer, problems);
    from = close + 2;
  }
}

void check_texts(const Json& node, const FormTemplate& form, const std::string& pointer, Problems& problems) {
  if (node.is_string()) check_text(node.get<std::string>(), form, pointer, problems);
  if (node.is_array())
    for (std::size_t i = 0; i < node.size(); ++i)
      check_texts(node[i], form, fmt::format("{}/{}", pointer, i), problems);
  if (node.is_object())
    for (auto it = node.begin(); it != node.end(); ++it)
      check_texts(*it, form, pointer + "/" + escaped(it.key()), problems);
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

bool is_unknown_element(const Finding& finding) {
  return finding.message == unknown_element;
}

/// Elements that R4 does not have show in the skeleton as it is, filled or not.
void check_elements(const Json& skeleton, const std::string& pointer, Problems& problems) {
  std::vector<Finding> findings;
  check_resource(skeleton, Place(), findings);
  for (const Finding& finding : findings)
    if (is_unknown_element(finding))
      add(problems, pointer_of(finding.expression, skeleton, pointer),
          "FHIR R4 has no element " + finding.expression + "; correct its name or take it out");
}

/// What FHIR refuses in the filled Patient.
void check_filled(const Json& skeleton, const FormTemplate& form, const std::string& pointer, Problems& problems) {
  const BundleOptions options;
  for (std::size_t round = 0; round < rounds_of(form); ++round) {
    const Record record = sample_filling(form, round);
    std::vector<Finding> findings;
    check_resource(patient({record, form, {}, options}).resource, Place(), findings);
    for (const Finding& finding : findings)
      if (finding.severity == "error" && !is_unknown_element(finding))
        add(problems, pointer_of(finding.expression, skeleton, pointer),
            "filled in, " + finding.expression + " is no valid FHIR: " + finding.message +
                " Choose another element, or a filter such as map: or date");
  }
}

void check_skeleton(const Json& skeleton, const FormTemplate& form, const std::string& pointer, bool is_filled,
                    Problems& problems) {
  const std::string type = text_of(skeleton, "resourceType");
  if (!facts().resource_types.contains(type))
    return add(problems, pointer + "/resourceType", "FHIR R4 has no such resource type; name one, such as Patient");
  const std::size_t before = problems.size();
  check_texts(skeleton, form, pointer, problems);
  const bool fillable = problems.size() == before;
  check_elements(skeleton, pointer, problems);
  if (type != "Patient")
    return add(problems, pointer,
               "warning: this version does not fill " + type +
                   " skeletons; its answers stand in the QuestionnaireResponse only. Keep it for a later version, or "
                   "take it out");
  if (!is_filled) return add(problems, pointer, "warning: only the first Patient is filled; put all into that one");
  if (fillable) check_filled(skeleton, form, pointer, problems);
}

}  // namespace

std::vector<std::string> mapping_problems(const FormTemplate& form) {
  const Json all = Json::parse(form.fhir_json, nullptr, false);
  if (!all.is_array()) return {"/fhir: must be an array of resource skeletons; write [ ] around them"};
  Problems problems;
  bool patient_seen = false;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string pointer = fmt::format("/fhir/{}", i);
    if (!all[i].is_object()) return {pointer + ": must be an object; write a resource skeleton in { }"};
    check_skeleton(all[i], form, pointer, !patient_seen, problems);
    patient_seen = patient_seen || text_of(all[i], "resourceType") == "Patient";
  }
  return problems;
}

}  // namespace carescan::fhir
