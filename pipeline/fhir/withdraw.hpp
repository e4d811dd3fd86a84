#pragma once

#include <optional>
#include <string>

#include "pipeline/fhir/json_tree.hpp"

namespace carescan::fhir {

/// Whether a resource says that it was written by mistake (entered-in-error) or is not in use (active: false).
bool is_withdrawn(const Json& resource);

/// A resource as a server returned it, saying that it was written by mistake, as R4 lets its type say so: the code
/// entered-in-error in the element whose required codes have it (status, Goal.lifecycleStatus, verificationStatus; then
/// without what R4 forbids beside it: con-4, con-5, ait-2), else `active: false`. Its narrative says so, too; profiles
/// are no longer claimed, as some fix a status. `replacement`: reference of the Patient that stands in for a Patient
/// (link replaced-by), "" for none. nullopt where the type has no such element.
/// Method: https://hl7.org/fhir/R4/lifecycle.html and each type's required bindings (facts.hpp).
std::optional<Json> as_withdrawn(Json resource, const std::string& replacement);

}  // namespace carescan::fhir
