#pragma once

#include <string>
#include <vector>

#include "pipeline/fhir/facts.hpp"
#include "pipeline/fhir/place.hpp"

namespace carescan::fhir {

/// Everything that holds of an object of a type beyond its structure: invariants of the specification, extensions,
/// identifiers, attachments, languages, Bundles, contained resources.
void check_rules(const Json& object, const std::string& type, const Place& at, std::vector<Finding>& findings);

/// What holds of a primitive beyond its syntax: narrative is safe XHTML, text shows something.
void check_primitive_rules(const Json& value, const std::string& type, const Place& at, std::vector<Finding>& findings);

}  // namespace carescan::fhir
