#pragma once

#include <optional>
#include <vector>

#include "pipeline/rehearsal/run_output.hpp"
#include "pipeline/rehearsal/truth_file.hpp"

namespace carescan::rehearsal {

/// What the run made of one page of the truth.
struct PageMatch {
  enum class Fate { right, wrong, quarantined, missing } fate = Fate::missing;
  std::optional<FoundPage> found;  ///< for right and wrong
};

/// One entry for each page of the truth: right when a document of the same form shows that page of the source as the
/// same template page, wrong when a document shows it as anything else.
std::vector<PageMatch> match_pages(const TruthDocument&, const RunOutput&);

}  // namespace carescan::rehearsal
