#pragma once

#include <set>
#include <string>
#include <vector>

#include "pipeline/fhir/document.hpp"

namespace carescan::fhir {

/// One Provenance for each group of fields of equal trust (accepted by policy, reviewed, asked): the items it speaks
/// of, carescan as assembler, the scan as source with page and box of every field. `patient_fields` are those whose
/// values stand in the Patient. Ids hang on what the group says: a correction makes a new Provenance, it edits none.
std::vector<Json> provenances(const Document&, const std::set<std::string>& patient_fields);

}  // namespace carescan::fhir
