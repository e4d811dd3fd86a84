#pragma once

#include <string>
#include <vector>

#include "pipeline/fhir/place.hpp"

namespace carescan::fhir {

/// A search text with its %XX replaced (RFC 3986).
std::string percent_decoded(const std::string& text);

/// What `ifNoneExist` looks for by identifier must be an identifier of the resource that is created; else a second
/// import finds nothing and creates it again. Other search parameters are not looked at. `at`: the entry.
void check_condition(const std::string& condition, const Json& resource, const Place& at,
                     std::vector<Finding>& findings);

}  // namespace carescan::fhir
