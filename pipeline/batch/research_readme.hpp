#pragma once

#include <string>

#include "pipeline/batch/research.hpp"

namespace carescan::batch {

/// README.txt of an extract: what is in it, what was done to it, what was left out, and what risk remains; in words for
/// who decides whether it may be handed on.
std::string research_readme(const ResearchCount&, bool with_opt_out_list);

}  // namespace carescan::batch
