#pragma once

#include <vector>

#include "pipeline/fhir/place.hpp"

namespace carescan::fhir {

/// No two elements of a resource have the same id; contained resources and those of a Bundle's entries count for
/// themselves. Rule: https://hl7.org/fhir/R4/element.html
void check_element_ids(const Json& resource, const Place& at, std::vector<Finding>& findings);

}  // namespace carescan::fhir
