#pragma once

#include <vector>

#include "pipeline/fhir/place.hpp"

namespace carescan::fhir {

/// Arithmetic of an Observation: a score is the sum of its parts (components, or the scores it points at by hasMember
/// and derivedFrom in the same Bundle), a NEWS2 total fits the vital signs it was worked out from, a body mass index
/// fits weight and height. Only what is there is counted with; what is rounded, rounded down or up, is let through. A
/// diastolic pressure above the systolic one is a warning.
void check_scores(const Json& observation, const Place& at, std::vector<Finding>& findings);

}  // namespace carescan::fhir
