#pragma once

#include <vector>

#include "pipeline/model/geometry.hpp"

namespace carescan::imaging {

/// A place of the print and where it was seen.
struct Seen {
  PointMm print;
  PointPx page;
  double weight = 1;  ///< how far to believe it, 0..1
};

enum class MapKind { affine, projective };

/// Distance in mm of print between where `map` puts the place and where it was seen.
double distance_mm(const Homography& map, const Seen&);

/// The map that fits best, by Gauss-Newton on distances in mm with Tukey's biweight, so that a patch found in the
/// wrong place has no say. `start` must be near (a few mm); it is returned where there are too few places.
Homography robust_map(const std::vector<Seen>&, MapKind, const Homography& start);

/// 1.4826 × median of the distances: what a standard deviation would be without the outliers. 0 for none.
double robust_sigma_mm(const Homography& map, const std::vector<Seen>&);

}  // namespace carescan::imaging
