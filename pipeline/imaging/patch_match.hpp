#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "pipeline/imaging/local_grid.hpp"
#include "pipeline/imaging/print.hpp"
#include "pipeline/imaging/robust_map.hpp"

namespace carescan::imaging {

/// How patches are looked for.
struct PatchSearch {
  double px_per_mm = 4;          ///< of the comparison; more: finer and slower (with the fourth power)
  double reach_mm = 3;           ///< how far from where the map puts it a patch may be
  bool without_writing = false;  ///< writing areas are painted white on both sides: only once the map is good to 0.5 mm
};

/// One patch of printing looked for on the page.
struct PatchMatch {
  Seen seen;           ///< weight 0 where nothing alike was found
  double alike = -1;   ///< normalised cross-correlation at the best place
  PointMm offset_mm;   ///< from where the map put it, in template mm
  bool found = false;  ///< alike enough, and not at the rim of the search
};

/// Looks for each patch of the print near where `to_page` and `grid` put it, to a fraction of a pixel (parabola through
/// the peak of the normalised cross-correlation). `page` is grey, `to_page` template mm → its px (corner frame).
std::vector<PatchMatch> match_patches(const cv::Mat& page, const Homography& to_page, const LocalGrid& grid,
                                      const PagePrint&, const PatchSearch&);

/// Those that were found.
std::vector<Seen> found(const std::vector<PatchMatch>&);

}  // namespace carescan::imaging
