#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "pipeline/rehearsal/truth_file.hpp"

namespace carescan::rehearsal {

/// Whether state and value of a record's field are what the truth says. Combs, NHS numbers, postcodes and phone numbers
/// compare without spaces; text and prose with runs of spaces as one and none at the ends, case and all else as
/// written; numbers by value; everything else exactly. The value counts for state `read` only.
bool says_the_truth(const TrueField&, const std::string& kind, const nlohmann::json& found);

/// The characters of a value as compared for the character error rate.
std::string characters_of(const nlohmann::json& value, const std::string& kind);

}  // namespace carescan::rehearsal
