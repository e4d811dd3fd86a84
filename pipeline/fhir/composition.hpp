#pragma once

#include <vector>

#include "pipeline/fhir/derived.hpp"

namespace carescan::fhir {

/// The Composition that opens a document Bundle: the answers as a table that people can read, a section for each List
/// of the form (allergies, medicines), one for what else was derived, and the scan.
Json composition(const Document&, const std::vector<DerivedResource>&);

}  // namespace carescan::fhir
