#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "pipeline/fhir/json_tree.hpp"

namespace carescan::fhir {

/// What the references of a Bundle can point at.
struct BundleIndex {
  std::string type;                          ///< Bundle.type
  std::map<std::string, const Json*> named;  ///< fullUrl → resource
  const Json* whole = nullptr;               ///< the Bundle itself
};

/// Where in a tree the check stands.
struct Place {
  std::string path;                     ///< FHIRPath: Bundle.entry[2].resource.name[0]
  const BundleIndex* bundle = nullptr;  ///< of the Bundle around, if any
  const Json* container = nullptr;      ///< the resource whose `contained` a #reference means
  std::string_view full_url;            ///< of the entry around, "" outside a Bundle
  bool in_extension = false;            ///< inside an Extension, where URLs may be relative
  bool contained = false;               ///< inside another resource's `contained`
  std::string_view resource_type;       ///< of the resource around
  std::size_t resource_at = 0;          ///< how much of `path` leads to that resource
  int depth = 0;

  /// The same place one element further down.
  Place child(const std::string& step) const {
    Place next = *this;
    next.path += (path.empty() ? "" : ".") + step;
    ++next.depth;
    return next;
  }
};

}  // namespace carescan::fhir
