#pragma once

#include <vector>

#include "pipeline/imaging/robust_map.hpp"

namespace carescan::imaging {

/// Displacement over the page, see Registration: values at rows × columns nodes, the outer ones on the page's
/// edges.
struct LocalGrid {
  int rows = 0, columns = 0;
  double width_mm = 0, height_mm = 0;
  std::vector<PointMm> mm;

  /// Bilinear between nodes; zero for an empty grid.
  PointMm at(PointMm) const;
};

/// The places without strays: those that moved from `map` otherwise than their neighbours did. A curled corner stays,
/// whatever its distance; a patch that was found in the wrong place goes.
std::vector<Seen> without_strays(const std::vector<Seen>&, const Homography& map);

}  // namespace carescan::imaging
