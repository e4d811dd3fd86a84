#pragma once

#include <cstdint>
#include <vector>

#include "pipeline/imaging/ink_sketch.hpp"

namespace carescan::imaging {

/// An InkSketch as it is kept while the other pages of a source are read: most cells have no ink, so that some 30 kB
/// become some 3. Nothing is lost.
class PackedSketch {
 public:
  PackedSketch() = default;
  PackedSketch(const InkSketch&);  // NOLINT: the same thing, kept another way
  InkSketch unpacked() const;
  std::size_t size() const { return runs_.size(); }

 private:
  int columns_ = 0, rows_ = 0;
  std::vector<std::uint8_t> runs_;  ///< a cell with ink as it is; 0 and n: n cells without
};

}  // namespace carescan::imaging
