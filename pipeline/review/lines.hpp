#pragma once

#include <optional>
#include <string>

#include "pipeline/batch/corrections.hpp"
#include "pipeline/review/desk.hpp"
#include "pipeline/review/open_document.hpp"

namespace carescan::review {

/// What a person sees of a field: another value, mode or line about it makes another version.
std::string version_of(const OpenDocument&, const RecordField&, Mode);

/// What an answer says stands on the paper; nullopt where the mode does not allow it.
std::optional<batch::Held> held_by(const Answer&, const Field&, const RecordField& shown, Mode);

/// The line of corrections.jsonl for an answer, not yet numbered.
batch::Correction line_of(const Answer&, const batch::Held& decided, const Field&, const RecordField& shown, Mode,
                          const OpenDocument&);

/// The line that takes another one back.
batch::Correction undoing(batch::Correction);

}  // namespace carescan::review
