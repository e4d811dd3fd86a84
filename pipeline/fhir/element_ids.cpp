#include "pipeline/fhir/element_ids.hpp"

#include <fmt/format.h>

#include <set>
#include <string>

namespace carescan::fhir {
namespace {

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
  Walk{{}, findings}.object(resource, at.path, true);
}

}  // namespace carescan::fhir
