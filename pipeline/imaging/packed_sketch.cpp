#include "pipeline/imaging/packed_sketch.hpp"

namespace carescan::imaging {

PackedSketch::PackedSketch(const InkSketch& sketch) : columns_(sketch.columns), rows_(sketch.rows) {
  std::vector<std::uint8_t> runs;
  for (std::size_t i = 0; i < sketch.cells.size();) {
    std::uint8_t empty = 0;
    while (i < sketch.cells.size() && sketch.cells[i] == 0 && empty < 255) ++i, ++empty;
    if (empty > 0)
      runs.insert(runs.end(), {0, empty});
    else
      runs.push_back(sketch.cells[i++]);
  }
  runs_.assign(runs.begin(), runs.end());  // no more memory than it takes
}

InkSketch PackedSketch::unpacked() const {
  InkSketch sketch{columns_, rows_, {}};
  for (std::size_t i = 0; i < runs_.size(); ++i)
    if (runs_[i] != 0)
      sketch.cells.push_back(runs_[i]);
    else
      sketch.cells.insert(sketch.cells.end(), runs_[++i], 0);
  return sketch;
}

}  // namespace carescan::imaging
