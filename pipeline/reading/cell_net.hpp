#pragma once

#include <memory>
#include <vector>

#include "pipeline/reading/cell_scores.hpp"

namespace carescan::reading {

struct Cell;

/// The nets that read single characters (models/cells.md: two that were taught apart, in one file), each character beside
/// the others of its page: whether a stroke with a flag is a 1 or a 7 is a habit of the hand, and a page is mostly one
/// hand's. Not safe to share between threads.
class CellNet {
 public:
  /// Loads what is built in (reading/models.hpp).
  CellNet();

  /// What is seen in each cell of one page. All cells go through the net at once: that shows it the hand, and one by
  /// one costs several times as much. A cell without any ink is not shown to it and has equal scores.
  std::vector<CellScores> scores(const std::vector<Cell>&);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace carescan::reading
