#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

namespace carescan::fhir {

/// One line of an NDJSON file: a resource.
struct ResourceLine {
  std::string type, json;
};

/// Takes bundles apart into resources that refer to each other as "Patient/<id>" (FHIR Bulk Data). What a server would
/// take for one resource (conditional creates: the same Patient by NHS number, Organization, Device) is written once,
/// as the first bundle has it, and all references go there. Bundles are read twice: first all of them are `learnt`.
class ResourceLines {
 public:
  /// Throws Failure "bundle-invalid" for bytes that are no bundle.
  void learn(const std::string& bundle);

  /// The resources of a bundle that was learnt, in its order, without those that another bundle has written.
  std::vector<ResourceLine> lines(const std::string& bundle);

 private:
  std::map<std::string, std::string> first_by_key_;  ///< identifier → reference of the first resource with it
  std::map<std::string, std::string> reference_of_;  ///< "urn:uuid:…" → "Type/id"
  std::set<std::string> written_;
};

}  // namespace carescan::fhir
