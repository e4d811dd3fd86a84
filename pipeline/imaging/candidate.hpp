#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "pipeline/imaging/coarse_map.hpp"
#include "pipeline/imaging/patch_match.hpp"
#include "pipeline/imaging/register.hpp"

namespace carescan::imaging {

/// One print tried on one page.
struct Candidate {
  Registration registration;
  FeatureMatches matches;
  CoarseMap coarse;
  LocalGrid bend;                   ///< what a first, coarse look found: where the fine look starts
  std::vector<PatchMatch> patches;  ///< of the last refinement
};

/// The page in the two resolutions registration works with.
struct PageViews {
  cv::Mat full;                                ///< the source
  cv::Mat small;                               ///< about feature_px_per_mm
  double small_per_full = 1;                   ///< px of small per px of full
  double px_per_mm = feature_px_per_mm;  ///< as far as the source's resolution is known
};
PageViews views_of(const Straightened&);

/// From features to a map good to some tenths of a mm: patches of printing on the small picture, twice. Fills
/// support, inliers, spread and to_source; residual_mm is that of the small picture.
void refine_coarsely(Candidate&, const PageViews&, const PagePrint&);

/// Patches at full resolution, map and local grid by cross-validation, the honest residual.
void refine_finely(Candidate&, const PageViews&, const PagePrint&);

}  // namespace carescan::imaging
