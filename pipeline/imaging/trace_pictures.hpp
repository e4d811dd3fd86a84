#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "pipeline/imaging/candidate.hpp"
#include "pipeline/imaging/features.hpp"
#include "pipeline/imaging/register.hpp"

namespace carescan::imaging {

/// Pictures of how a page was registered, for `--trace`. Each has a line of words above it that says what it shows.

/// "skew": the reduced page, with lines across and down at the angle that straightening found.
void trace_skew(Trace&, const Straightened&);

/// "<name>-matches": page and print side by side, pale; a line for each feature match, coloured where the first map
/// agrees with it, grey where not.
/// "<name>-residuals": the print, pale, with each patch's distance from where it should be drawn 50 times as long:
/// green to 0.1 mm, orange to 0.3, red beyond; patches that were not found are grey crosses.
/// "<name>-overlay": the page as registered in red, the print in cyan; where they agree black.
/// `verdict` says what became of the candidate.
void trace_candidate(Trace&, const std::string& name, const Straightened&, const Features& page_features,
                     const PagePrint&, const Candidate&, const std::string& verdict);

}  // namespace carescan::imaging
