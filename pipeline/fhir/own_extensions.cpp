#include "pipeline/fhir/own_extensions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "pipeline/fhir/names.hpp"

namespace carescan::fhir {
namespace {

using Findings = std::vector<Finding>;

/// The name of the valueX member; "" where there is none.
std::string value_name(const Json& extension) {
  if (!extension.is_object()) return "";
  for (auto it = extension.begin(); it != extension.end(); ++it)
    if (it.key().starts_with("value") || it.key().starts_with("_value"))
      return it.key().substr(it.key().starts_with('_') ? 1 : 0);
  return "";
}

void check_code_of(const Json& value, const OwnExtension& known, const Place& at, Findings& findings) {
  if (known.codes.empty()) return;
  const std::string code =
      value.is_string() ? value.get<std::string>() : text_of(value, "code");  // valueCode or valueCoding
  const bool right_system = !value.is_object() || text_of(value, "system") == known.system;
  if (!known.codes.contains(code) || !right_system)
    error(findings, "code-invalid", at.child("value").path, "This extension allows other codes only.");
}

void check_against(const Json& extension, const OwnExtension& known, const Place& at, Findings& findings);

void check_parts(const Json& extension, const OwnExtension& known, const Place& at, Findings& findings) {
  const Json& parts = member_of(extension, "extension");
  std::set<std::string> seen;
  for (std::size_t i = 0; parts.is_array() && i < parts.size(); ++i) {
    const Place here = at.child(fmt::format("extension[{}]", i));
    const auto part = std::find_if(known.parts.begin(), known.parts.end(),
                                   [&](const OwnExtension& p) { return p.name == text_of(parts[i], "url"); });
    if (part == known.parts.end())
      error(findings, "structure", here.child("url").path, "This extension has no such part.");
    else if (!seen.insert(part->name).second)
      error(findings, "structure", here.path, "This part may be there once only.");
    else
      check_against(parts[i], *part, here, findings);
  }
}

void check_against(const Json& extension, const OwnExtension& known, const Place& at, Findings& findings) {
  const std::string name = value_name(extension);
  if (known.value_names.empty()) {
    if (!name.empty()) error(findings, "structure", at.child("value").path, "This extension has parts, not a value.");
    return check_parts(extension, known, at, findings);
  }
  if (!known.value_names.contains(name))
    return error(findings, "structure", at.child("value").path, "This extension has a value of another type.");
  check_code_of(member_of(extension, name), known, at, findings);
}

bool has_absent_reason(const Json& element) {
  const Json& extensions = member_of(element, "extension");
  return extensions.is_array() && std::any_of(extensions.begin(), extensions.end(), [](const Json& extension) {
           return text_of(extension, "url") == names::data_absent;
         });
}

}  // namespace

const std::vector<OwnExtension>& own_extensions() {
  static const std::vector<OwnExtension> all{
      {"reading-state",
       {"valueCoding"},
       std::string(names::own) + "CodeSystem/reading-state",
       {"read", "blank", "none", "illegible", "ambiguous"},
       {}},
      {"candidate",
       {"valueBoolean", "valueCoding", "valueDate", "valueDecimal", "valueQuantity", "valueString"},
       "",
       {},
       {}},
      {"continues", {"valueString"}, "", {}, {}},
      {"trust", {"valueCode"}, "", {"accepted", "reviewed", "asked"}, {}},
      {"source-region",
       {},
       "",
       {},
       {{"field", {"valueString"}, "", {}, {}},
        {"formPage", {"valuePositiveInt"}, "", {}, {}},
        {"scanPage", {"valuePositiveInt"}, "", {}, {}},
        {"boxMm", {"valueString"}, "", {}, {}}}},
      {"read-as",
       {},
       "",
       {},
       {{"state", {"valueCode"}, "", {"read", "blank", "none", "illegible", "ambiguous"}, {}},
        {"value", {"valueString"}, "", {}, {}},
        {"confidence", {"valueDecimal"}, "", {}, {}}}},
      {"document-issue",
       {},
       "",
       {},
       {{"code", {"valueCode"}, "", {}, {}}, {"page", {"valuePositiveInt"}, "", {}, {}}}}};
  return all;
}

void check_own_extension(const Json& extension, const Place& at, std::vector<Finding>& findings) {
  // R4 got this one after 4.0.1; its definition is in the extensions pack.
  static const OwnExtension target_element{"targetElement", {"valueUri"}, "", {}, {}};
  const std::string url = text_of(extension, "url");
  if (url == names::target_element) check_against(extension, target_element, at, findings);
  for (const OwnExtension& known : own_extensions())
    if (url == names::own_extension + known.name) check_against(extension, known, at, findings);
}

void check_response_item(const Json& item, const Place& at, std::vector<Finding>& findings) {
  if (has_absent_reason(item) && has(item, "answer"))
    error(findings, "invariant", at.child("answer").path,
          "An item with a data-absent-reason has no answer: take out one of them.");
}

}  // namespace carescan::fhir
