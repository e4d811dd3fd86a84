#include <nlohmann/json.hpp>
#include <set>

#include "pipeline/forms/lint.hpp"

namespace carescan::forms {

namespace {

using Json = nlohmann::ordered_json;

/// A path as the URI reference SARIF wants (RFC 3986): slashes stay, what may not stand there is escaped.
std::string uri(const std::string& path) {
  static constexpr char hex[] = "0123456789ABCDEF";
  static const std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
  std::string escaped;
  for (const char c : path) {
    if (plain.find(c) != std::string_view::npos) {
      escaped += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      escaped += {'%', hex[byte >> 4], hex[byte & 15]};
    }
  }
  return escaped.starts_with('/') ? "file://" + escaped : escaped;
}

Json result(const Finding& f) {
  Json place{{"artifactLocation", {{"uri", uri(f.file)}}}};
  if (f.line > 0) place["region"] = {{"startLine", f.line}};
  const Json logical{{"fullyQualifiedName", f.pointer}, {"kind", "element"}};
  return {{"ruleId", f.id},
          {"level", f.severity == Severity::error ? "error" : "warning"},
          {"message", {{"text", f.message}}},
          {"locations", Json::array({{{"physicalLocation", place}, {"logicalLocations", Json::array({logical})}}})}};
}

}  // namespace

std::string as_sarif(const std::vector<Finding>& findings) {
  std::set<std::string> ids;
  Json results = Json::array(), rules = Json::array();
  for (const Finding& f : findings) {
    ids.insert(f.id);
    results.push_back(result(f));
  }
  for (const std::string& id : ids) rules.push_back({{"id", id}, {"help", {{"text", "docs/template-lints.md#" + id}}}});
  const Json driver{{"name", "carescan template check"}, {"rules", rules}};
  const Json run{{"tool", {{"driver", driver}}}, {"results", results}};
  const Json log{
      {"$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"},
      {"version", "2.1.0"},
      {"runs", Json::array({run})}};
  return log.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace carescan::forms
