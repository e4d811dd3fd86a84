#pragma once

#include <vector>

#include "pipeline/fhir/place.hpp"

namespace carescan::fhir {

/// The requests of a transaction or batch: address and method fit each other and the resource beside them, conditional
/// creates are creates, and no resource is written twice. Rules: https://hl7.org/fhir/R4/http.html#transaction
void check_requests(const Json& entries, const Place& bundle, std::vector<Finding>& findings);

}  // namespace carescan::fhir
