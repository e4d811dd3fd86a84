#pragma once

#include <string>
#include <vector>

#include "pipeline/model/record.hpp"

namespace carescan::batch {

/// Documents that look like scans of the same paper: the same version of one form, most of what is marked or written
/// in cells the same (8 fields and more, 85 %), and no date or number that both readings believe different. Each group
/// holds the ids of two or more documents, in the order of `records`. A guess for a person to decide: nothing is
/// dropped or put together, and push holds all of them back (the same bytes twice are known before they are read).
std::vector<std::vector<std::string>> likely_rescans(const std::vector<Record>& records);

}  // namespace carescan::batch
