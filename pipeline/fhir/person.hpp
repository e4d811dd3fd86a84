#pragma once

#include "pipeline/fhir/skeleton.hpp"

namespace carescan::fhir {

/// The Patient of a document: the form's Patient skeleton filled with usable values. Keyed by the NHS number where the
/// skeleton maps one and it is valid and usable (verification status 02, present but not traced); else by the document,
/// with a temporary identifier that says so (status 03, trace required).
Expanded patient(const Document&);

}  // namespace carescan::fhir
