#pragma once

#include <optional>
#include <vector>

#include "pipeline/imaging/least_squares.hpp"
#include "pipeline/imaging/local_grid.hpp"
#include "pipeline/imaging/robust_map.hpp"

namespace carescan::imaging {

/// How freely a sheet may depart from its map: penalties on a bend, against the squared distances (mm²) of places.
/// More: stiffer. Infinite: no such bend.
struct Stiffness {
  double curl;   ///< of a slow change over the page: second differences of nodes about 30 mm apart
  double bands;  ///< of a change from scan line to scan line, the same all across: differences of nodes 5 mm apart
};

/// What a map leaves over, in template mm to add before mapping: a smooth grid (paper curls), a displacement of whole
/// scan lines (feeders stretch, fax lines get lost, folds run across), and an affine part.
class Bend {
 public:
  /// Penalised least squares with Huber's weights: a curled corner is far off at first and must go on pulling. Leave
  /// strays out before. Nothing where there are fewer than 12 places.
  static std::optional<Bend> fit(const std::vector<Seen>&, const Homography& map, double width_mm, double height_mm,
                                 Stiffness);

  PointMm at(PointMm) const;
  /// How unsure at() is, as a variance beside that of one place seen: near 0 amid many of them, above 1 where none is.
  double variance(PointMm) const;
  /// How far off each place would be, mm, had it not been there: what is left over by one minus its own say, exact for
  /// least squares (Allen's PRESS, 1974).
  const std::vector<double>& foretold_mm() const { return foretold_mm_; }
  /// The same displacements on a grid, as a Registration keeps them; a node every 5 mm where there are bands.
  LocalGrid as_grid() const;

 private:
  Bend(const Homography& map, double width_mm, double height_mm, Stiffness);
  void number_unknowns();
  double along(PointMm) const;
  Equation terms(PointMm) const;
  void add_penalties();
  bool solve(const std::vector<Equation>& of_places, const std::vector<PointMm>& offsets,
             const std::vector<double>& weights);

  Homography map_;
  double width_mm_, height_mm_;
  Stiffness stiffness_;
  double first_row_ = 0, rows_ = 1;        ///< the scan lines that the page covers, px
  std::vector<std::size_t> curl_, bands_;  ///< where the nodes' unknowns are, numbered down the scan
  std::size_t unknowns_ = 0;               ///< those of the nodes, and three of the affine part behind them
  std::vector<Equation> penalties_;
  std::vector<double> penalty_weights_;
  std::optional<NormalEquations> equations_;
  std::vector<double> x_, y_;
  std::vector<double> foretold_mm_;
};

}  // namespace carescan::imaging
