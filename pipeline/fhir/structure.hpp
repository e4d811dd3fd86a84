#pragma once

#include <string>
#include <vector>

#include "pipeline/fhir/place.hpp"

namespace carescan::fhir {

/// The message for an element that a type does not have.
inline constexpr const char* unknown_element = "FHIR R4 knows no such element here.";

/// Checks a resource of any type against the R4 definitions: known elements only, how often they may be there, their
/// types and primitive values, required codes; then everything rules.hpp knows of its parts. A type of R4 that the
/// compiled-in table does not describe is a warning, for its inside is not looked at.
void check_resource(const Json& resource, const Place& at, std::vector<Finding>& findings);

}  // namespace carescan::fhir
