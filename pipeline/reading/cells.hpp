#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "pipeline/imaging/crop.hpp"
#include "pipeline/model/field.hpp"

namespace carescan::reading {

/// Side of the square pictures that the cells net sees, px.
inline constexpr int cell_side_px = 32;

/// One cell of a comb with the ink that is its own.
struct Cell {
  double p_ink = 0;  ///< 0 empty … 1 written on
  /// Float 0 paper … 1 ink, cell_side_px square; empty where there is no ink at all. `shape` is the cell's own ink,
  /// large characters and small ones scaled alike; `place` is the cell and its surroundings as they lie, all ink in it:
  /// how large the character is, where it stands, and what came in from next door.
  cv::Mat shape, place;
};

/// A comb cut into its cells, one a cell of the field.
struct CutComb {
  std::vector<Cell> cells;
  std::vector<std::string> reasons;  ///< codes of docs/policy.md; only those that ask a person
};

/// Shares the ink of a comb among its cells. A stroke that lies mainly in one cell is that cell's wherever it reaches;
/// one that joins two characters is parted at the wall; one that lies mainly in a rival area (template mm), or outside
/// all cells, is nobody's. The crop shows field.box with a margin of about 2 mm.
CutComb cut_comb(const Field&, const imaging::FieldCrop&, const std::vector<BoxMm>& rivals);

}  // namespace carescan::reading
