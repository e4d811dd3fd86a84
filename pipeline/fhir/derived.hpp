#pragma once

#include <set>
#include <string>
#include <vector>

#include "pipeline/fhir/skeleton.hpp"

namespace carescan::fhir {

/// One of a document's resources and the fields that stand in it.
struct DerivedResource {
  Json resource;
  std::set<std::string> fields;
  std::size_t skeleton = 0;  ///< which part of form.json's `fhir` it was made from
};

/// The resources that the form's `fhir` part makes of a record, but for the Patient, in its order; a skeleton with a
/// for_each gives one a turn. None is made of what waits for a person: where a field that a skeleton names is neither
/// accepted nor reviewed nor marked `| if_known`, the resource waits with it. Ids, subject, profile, status and
/// narrative are set here (docs/output-format.md, "Honesty of status").
std::vector<DerivedResource> derived_resources(const Document&);

}  // namespace carescan::fhir
