#pragma once

#include <vector>

#include "pipeline/imaging/local_grid.hpp"
#include "pipeline/imaging/robust_map.hpp"

namespace carescan::imaging {

/// How a sheet lies: one map, small local displacements, and what a fresh place would be off by.
struct PageFit {
  Homography map;
  LocalGrid grid;
  double printing_mm = 1e9;  ///< see Registration
  double residual_mm = 1e9;
};

/// Fits map and bend (see Bend) to the places seen; strays must have been left out. The kind of map and how it may bend
/// are those that foretell left-out places best. printing_mm is the 90th percentile of these foretold distances, or
/// their median in the worst part of the page if that is more; residual_mm is the largest error expected at the places
/// `wanted` (where fields are; empty: at the places seen), see expected_error_mm. Deterministic.
PageFit fit_page(const std::vector<Seen>&, const Homography& start, double width_mm, double height_mm,
                 const std::vector<PointMm>& wanted = {});

}  // namespace carescan::imaging
