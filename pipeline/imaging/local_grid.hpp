#pragma once

#include <vector>

#include "pipeline/imaging/robust_map.hpp"

namespace carescan::imaging {

/// Smooth displacement over the page, see Registration: values at the centres of rows × columns cells.
struct LocalGrid {
  int rows = 0, columns = 0;
  double width_mm = 0, height_mm = 0;
  std::vector<PointMm> mm;

  /// Bilinear between cell centres, flat beyond the outer ones; zero for an empty grid.
  PointMm at(PointMm) const;
};

/// The grid that brings the places seen nearest to `map`, held back by `stiffness` (mean squared difference of
/// neighbouring cells against mean squared distance of places) and deaf to outliers (Tukey's biweight).
/// An infinite stiffness gives an empty grid.
LocalGrid fit_grid(const std::vector<Seen>&, const Homography& map, double width_mm, double height_mm,
                   double stiffness);

}  // namespace carescan::imaging
