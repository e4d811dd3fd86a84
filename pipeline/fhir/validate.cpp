#include "pipeline/fhir/validate.hpp"

#include <algorithm>

#include "pipeline/fhir/json_tree.hpp"
#include "pipeline/fhir/structure.hpp"

namespace carescan::fhir {
namespace {

/// Findings of the JSON itself were made before the resource's type was known: paths begin with it.
void begin_with(const std::string& type, std::vector<Finding>& findings) {
  for (Finding& finding : findings)
    if (!finding.expression.empty()) finding.expression = type + "." + finding.expression;
}

Json issue_of(const Finding& finding) {
  Json issue{{"severity", finding.severity}, {"code", finding.code}, {"details", {{"text", finding.message}}}};
  if (!finding.expression.empty()) issue["expression"] = Json::array({finding.expression});
  return issue;
}

}  // namespace

std::vector<Finding> validate(const std::string& json) {
  std::vector<Finding> findings;
  const std::optional<Json> tree = parse_strictly(json, findings);
  if (!tree) return findings;
  begin_with(path_name(text_of(*tree, "resourceType")), findings);
  if (!tree->is_object()) {
    error(findings, "structure", "", "A FHIR resource is a JSON object.");
    return findings;
  }
  check_resource(*tree, Place(), findings);
  return findings;
}

std::string operation_outcome(const std::vector<Finding>& findings) {
  Json issues = Json::array();
  for (const Finding& finding : findings) issues.push_back(issue_of(finding));
  if (issues.empty())
    issues.push_back(
        {{"severity", "information"}, {"code", "informational"}, {"details", {{"text", "All checks passed."}}}});
  return Json{{"resourceType", "OperationOutcome"}, {"issue", issues}}.dump(2) + "\n";
}

bool has_error(const std::vector<Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(), [](const Finding& f) { return f.severity == "error"; });
}

}  // namespace carescan::fhir
