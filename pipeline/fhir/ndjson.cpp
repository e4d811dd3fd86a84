#include "pipeline/fhir/ndjson.hpp"

#include "pipeline/fhir/json_tree.hpp"
#include "pipeline/model/failure.hpp"

namespace carescan::fhir {
namespace {

Json parsed(const std::string& bundle) {
  const Json tree = Json::parse(bundle, nullptr, false);
  if (text_of(tree, "resourceType") != "Bundle" || !member_of(tree, "entry").is_array())
    throw Failure{"bundle-invalid", "bundle.json", "this is no FHIR bundle", "read the source again"};
  return tree;
}

/// By what a server finds the resource again: its type and first identifier; its id where it has none (Provenance).
std::string key_of(const Json& resource) {
  const Json& all = member_of(resource, "identifier");
  const Json& first = all.is_array() && !all.empty() ? all.front() : all;
  const std::string type = text_of(resource, "resourceType");
  if (!has(first, "value")) return type + "|" + text_of(resource, "id");
  return type + "|" + text_of(first, "system") + "|" + text_of(first, "value");
}

void refer(Json& node, const std::map<std::string, std::string>& references) {
  if (!node.is_structured()) return;
  if (const std::string old = text_of(node, "reference"); node.is_object() && references.contains(old))
    node["reference"] = references.at(old);
  for (Json& child : node) refer(child, references);
}

}  // namespace

void ResourceLines::learn(const std::string& bundle) {
  const Json tree = parsed(bundle);
  for (const Json& entry : tree.at("entry")) {
    const Json& resource = member_of(entry, "resource");
    const std::string reference = text_of(resource, "resourceType") + "/" + text_of(resource, "id");
    const auto [first, is_new] = first_by_key_.emplace(key_of(resource), reference);
    reference_of_[text_of(entry, "fullUrl")] = first->second;
  }
}

std::vector<ResourceLine> ResourceLines::lines(const std::string& bundle) {
  std::vector<ResourceLine> out;
  const Json tree = parsed(bundle);
  for (const Json& entry : tree.at("entry")) {
    Json resource = member_of(entry, "resource");
    const std::string& first = first_by_key_.at(key_of(resource));
    const bool is_first = first == text_of(resource, "resourceType") + "/" + text_of(resource, "id");
    if (!is_first || !written_.insert(first).second) continue;
    refer(resource, reference_of_);
    out.push_back({text_of(resource, "resourceType"), resource.dump()});
  }
  return out;
}

}  // namespace carescan::fhir
