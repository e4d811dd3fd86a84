#pragma once

#include <vector>

#include "pipeline/fhir/derived.hpp"

namespace carescan::fhir {

/// One Provenance for each group of fields of equal trust (accepted by policy, reviewed, asked): the items it speaks
/// of and the resources that their values stand in, carescan as assembler, the scan as source with page and box of
/// every field. Ids hang on what the group says: a correction makes a new Provenance, it edits none.
std::vector<Json> provenances(const Document&, const std::vector<DerivedResource>&);

}  // namespace carescan::fhir
