#pragma once

#include "pipeline/fhir/document.hpp"

namespace carescan::fhir {

/// The Composition that opens a document Bundle: the answers as a table that people can read, and the scan.
Json composition(const Document&);

}  // namespace carescan::fhir
