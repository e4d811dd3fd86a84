#include "pipeline/fhir/valid_bundle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "pipeline/fhir/derived.hpp"

namespace carescan::fhir {
namespace {

/// The entry that a finding speaks of: 7 of "Bundle.entry[7].resource.value"; -1 where it speaks of none.
long entry_of(const Finding& finding) {
  constexpr std::string_view begin = "Bundle.entry[";
  if (!finding.expression.starts_with(begin)) return -1;
  return std::atol(finding.expression.c_str() + begin.size());
}

/// Errors by the id of the resource that they were found in; "" for those of no entry.
std::map<std::string, std::string> errors_by_resource(const std::string& bundle, const std::vector<Finding>& findings) {
  std::map<std::string, std::string> errors;
  const Json json = Json::parse(bundle);
  const Json& entries = member_of(json, "entry");
  for (const Finding& finding : findings) {
    if (finding.severity != "error") continue;
    const long at = entry_of(finding);
    const bool known = at >= 0 && static_cast<std::size_t>(at) < entries.size();
    const std::string id =
        known ? text_of(member_of(entries[static_cast<std::size_t>(at)], "resource"), "id") : std::string();
    errors.try_emplace(id, finding.message);
  }
  return errors;
}

std::vector<std::string> in_order(const std::set<std::string>& fields, const Record& record) {
  std::vector<std::string> out;
  for (const RecordField& field : record.fields)
    if (fields.contains(field.name)) out.push_back(field.name);
  return out;
}

}  // namespace

ValidatedBundle make_valid_bundle(const Record& record, const FormTemplate& form, const std::vector<Scan>& scans,
                                  const BundleOptions& options) {
  ValidatedBundle made{make_bundle(record, form, scans, options), {}, {}};
  made.findings = validate(made.json);
  std::set<std::string> left_out;
  std::vector<LeftOut> told;
  while (has_error(made.findings)) {
    const auto errors = errors_by_resource(made.json, made.findings);
    const std::size_t before = left_out.size();
    for (const DerivedResource& one : derived_resources({record, form, scans, options, left_out})) {
      const auto error = errors.find(text_of(one.resource, "id"));
      if (error == errors.end()) continue;
      left_out.insert(error->first);
      told.push_back({text_of(one.resource, "resourceType"), in_order(one.fields, record), error->second});
    }
    if (left_out.size() != before + errors.size()) return made;  // some error is not of a derived resource: refused
    made.json = make_bundle(record, form, scans, options, left_out);
    made.findings = validate(made.json);
  }
  made.left_out = std::move(told);
  for (const LeftOut& one : made.left_out)
    made.findings.push_back(
        {"warning", "business-rule", "Bundle",
         fmt::format("A resource of type {} was left out, for it did not pass: {}", one.type, one.why)});
  return made;
}

}  // namespace carescan::fhir
