#pragma once

#include "pipeline/fhir/document.hpp"

namespace carescan::fhir {

/// The care provider, by ODS code where one was given. Without `--provider` it has no name and says that none was
/// given.
Json organization(const Document&);

/// carescan itself, by version.
Json device(const Document&);

/// The scan as a file: SHA-256 as an identifier, SHA-1, size, type and name of the file in the attachment; no content.
/// One per document and scan: two people's forms in one file never share it.
Json document_reference(const Document&, const Scan&);

}  // namespace carescan::fhir
