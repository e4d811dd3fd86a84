#include "pipeline/fhir/element_ids.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

namespace carescan::fhir {
namespace {

/// Whether ids are all different; without the cost of paths.
bool all_different(const Json& node, std::set<std::string_view>& seen, bool is_root) {
  if (node.is_array())
    return std::all_of(node.begin(), node.end(), [&](const Json& item) { return all_different(item, seen, false); });
  if (!node.is_object() || (!is_root && node.contains("resourceType"))) return true;
  for (auto it = node.begin(); it != node.end(); ++it) {
    const bool id = !is_root && it.key() == "id" && it->is_string();
    if (id && !seen.insert(it->get_ref<const std::string&>()).second) return false;
    if (it->is_structured() && !all_different(*it, seen, false)) return false;
  }
  return true;
}

struct Walk {
  std::set<std::string> seen;
  std::vector<Finding>& findings;

  void object(const Json& node, const std::string& path, bool is_root) {
    if (!is_root && node.contains("resourceType")) return;
    for (auto it = node.begin(); it != node.end(); ++it) {
      std::string name = path_name(it.key());
      if (name.starts_with('_')) name.erase(0, 1);
      if (it.key() == "id" && it->is_string() && !is_root && !seen.insert(it->get<std::string>()).second)
        error(findings, "duplicate", path + ".id", "Another element of this resource has this id.");
      if (it->is_structured()) child(*it, name.empty() ? path : path + "." + name);
    }
  }

  void child(const Json& node, const std::string& path) {
    if (node.is_object()) return object(node, path, false);
    for (std::size_t i = 0; node.is_array() && i < node.size(); ++i)
      if (node[i].is_structured()) child(node[i], fmt::format("{}[{}]", path, i));
  }
};

}  // namespace

void check_element_ids(const Json& resource, const Place& at, std::vector<Finding>& findings) {
  std::set<std::string_view> seen;
  if (all_different(resource, seen, true)) return;
  Walk{{}, findings}.object(resource, at.path, true);
}

}  // namespace carescan::fhir
