#pragma once

#include <vector>

#include "pipeline/fhir/place.hpp"

namespace carescan::fhir {

/// Checks the extensions in `list` ("extension" or "modifierExtension") of one object against what is known of them:
/// UK Core's and R4's own stand where their definition lets them, as often as it lets them, as modifiers or not, and
/// hold the parts and the value it asks for. Unknown ones are left alone. `at` is the place of the object.
void check_known_extensions(const Json& object, const char* list, const Place& at, std::vector<Finding>& findings);

}  // namespace carescan::fhir
