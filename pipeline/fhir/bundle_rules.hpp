#pragma once

#include <vector>

#include "pipeline/fhir/place.hpp"

namespace carescan::fhir {

/// What holds of a Bundle as a whole: fullUrls (syntax, once each, agreeing with the id), what its type asks of entries
/// (request, response, search), documents and messages. Invariants bdl-1 to bdl-12 and the text of
/// https://hl7.org/fhir/R4/bundle.html
void check_bundle(const Json& bundle, const Place& at, std::vector<Finding>& findings);

}  // namespace carescan::fhir
