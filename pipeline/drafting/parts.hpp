#pragma once

#include <vector>

#include "pipeline/drafting/text_blocks.hpp"
#include "pipeline/imaging/frames.hpp"
#include "pipeline/model/geometry.hpp"

namespace carescan::drafting {

/// Cells side by side for one character each; gaps between groups of them are allowed.
struct Comb {
  BoxMm box;
  std::vector<BoxMm> cells;
};

/// Rows of cells with the same sides below each other: row by row, from the left.
struct Grid {
  std::vector<std::vector<BoxMm>> rows;
  BoxMm box() const;
};

/// What the cells of a page are for.
struct Parts {
  std::vector<BoxMm> marks;  ///< small enough to tick: squares, circles, flat boxes
  std::vector<Comb> combs;
  std::vector<BoxMm> boxes;    ///< to write in: no cell inside; those of grids are not repeated here
  std::vector<BoxMm> holders;  ///< cells around other cells
  std::vector<Grid> grids;
  std::vector<BoxMm> rules;  ///< ruled lines, as found
};

/// Sorts a page's cells by size and neighbours alone; nothing is lost but what is as large as the page.
Parts parts_of(const imaging::Frames&, double width_mm, double height_mm);

}  // namespace carescan::drafting
