#pragma once

#include <vector>

#include "pipeline/batch/assemble.hpp"
#include "pipeline/model/issue.hpp"

namespace carescan::batch {

/// How a document came together, for a person: its notes, its unconfirmed pages, and the pages that were scanned twice
/// (template numbers), as issues.
std::vector<Issue> assembly_issues(const AssembledDocument&, const std::vector<int>& scanned_twice);

}  // namespace carescan::batch
