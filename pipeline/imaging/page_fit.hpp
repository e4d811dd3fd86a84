#pragma once

#include <vector>

#include "pipeline/imaging/local_grid.hpp"
#include "pipeline/imaging/robust_map.hpp"

namespace carescan::imaging {

/// How a sheet lies: one map, small local displacements, and what a fresh patch would be off by.
struct PageFit {
  Homography map;
  LocalGrid grid;
  double printing_mm = 1e9;  ///< see Registration
  double residual_mm = 1e9;
};

/// Fits map and grid to the places seen. Kind of map and stiffness of the grid are those that foretell left-out
/// places best (five-fold cross-validation). printing_mm is the 90th percentile of these foretold distances, or their
/// median in the worst part of the page if that is more; residual_mm is printing_mm, or what the page's corners move
/// between folds, or how badly the outermost printing is foretold by the rest, if that is more. Deterministic: the
/// fold of a place is its index modulo five.
PageFit fit_page(const std::vector<Seen>&, const Homography& start, double width_mm, double height_mm);

}  // namespace carescan::imaging
