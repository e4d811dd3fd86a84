#pragma once

#include <vector>

#include "pipeline/imaging/local_grid.hpp"
#include "pipeline/imaging/robust_map.hpp"

namespace carescan::imaging {

/// How a sheet lies: one map, small local displacements, and what a fresh patch would be off by.
struct PageFit {
  Homography map;
  LocalGrid grid;
  double residual_mm = 1e9;
};

/// Fits map and grid to the places seen. Kind of map and stiffness of the grid are those that foretell left-out
/// places best (five-fold cross-validation). residual_mm is the largest of: the 90th percentile of these foretold
/// distances; their median in the worst part of the page; what the page's corners move between folds; how badly the
/// outermost printing is foretold by the rest (the page's corners lie beyond all printing). Deterministic: the fold of
/// a place is its index modulo five.
PageFit fit_page(const std::vector<Seen>&, const Homography& start, double width_mm, double height_mm);

}  // namespace carescan::imaging
