#pragma once

#include "pipeline/fhir/document.hpp"

namespace carescan::fhir {

/// One field as a QuestionnaireResponse item. Usable: its answer, or an encoding of its own for blank, none, illegible
/// and ambiguous. Asked: data-absent-reason temp-unknown and the state, never the value (two candidate marks excepted,
/// inside our own extension). See docs/output-format.md.
Json response_item(const Document&, const RecordField&);

/// The verbatim layer: every field of the record. Completed once a person has looked at all of it, else in progress.
Json questionnaire_response(const Document&);

}  // namespace carescan::fhir
