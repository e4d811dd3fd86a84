#pragma once

#include <optional>
#include <string>

#include "pipeline/fhir/json_tree.hpp"
#include "pipeline/model/field.hpp"

namespace carescan::fhir {

/// Applies one filter of a placeholder, such as `upper` in {{postcode | upper}}, to a value. nullopt: there is no value
/// to go on with (a text that is no NHS number, a code without a counterpart). `field` may be null; then `label` gives
/// nothing. Throws Failure "template-mapping" for a filter nobody knows. The list is in docs/template-format.md.
std::optional<Json> apply_filter(const std::string& filter, const Json& value, const Field* field);

}  // namespace carescan::fhir
