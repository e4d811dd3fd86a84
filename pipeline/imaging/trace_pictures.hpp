#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "pipeline/imaging/coarse_map.hpp"
#include "pipeline/imaging/patch_match.hpp"
#include "pipeline/imaging/register.hpp"

namespace carescan::imaging {

/// Pictures of how a page was registered, for `--trace`; `name` begins each picture's name.
/// "<name>-matches": page and print side by side, a line for each feature match that agreed.
void trace_matches(Trace&, const std::string& name, const cv::Mat& page, const Features& page_features,
                   const PagePrint&, const CoarseMap&);

/// "<name>-residuals": the print with each patch and its distance from the map, drawn 50 times as long; patches
/// that were not found are grey crosses.
void trace_residuals(Trace&, const std::string& name, const PagePrint&, const Registration&,
                     const std::vector<PatchMatch>&);

/// "<name>-overlay": the page as registered in red, the print in cyan; where they agree black.
void trace_overlay(Trace&, const std::string& name, const Straightened&, const PagePrint&, const Registration&);

}  // namespace carescan::imaging
