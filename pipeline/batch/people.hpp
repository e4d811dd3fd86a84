#pragma once

#include <string>
#include <vector>

#include "pipeline/model/record.hpp"

namespace carescan::batch {

/// The record's NHS number where it is valid and accepted or reviewed, else empty.
std::string trusted_number(const Record&);

/// people.json: documents that carry the same NHS number, where that number is valid and accepted or reviewed. This
/// proposes; whether two documents are of one person is decided in review. All other documents are listed as
/// unassigned, never guessed. `rescans` are documents that look like scans of one paper (rescans.hpp).
std::string people_json(const std::vector<Record>&);

}  // namespace carescan::batch
