#pragma once

#include <cstdint>
#include <vector>

#include "pipeline/imaging/crop.hpp"

namespace carescan::imaging {

/// Where a registered page has ink, and how much, on a grid of 1.5 mm cells over the printed page: enough to know the
/// same sheet again, some 30 kB for A4.
struct InkSketch {
  int columns = 0, rows = 0;
  std::vector<std::uint8_t> cells;  ///< row-major, 0 no ink … 255 all ink
};

InkSketch sketch_ink(const RegisteredPage&);

/// How much of the page is inked, mm² of black: what there is to know a sheet by.
double ink_mm2(const InkSketch&);

/// How alike the ink of two pages of one print lies: correlation of the two sketches, softened by a cell, 1 for the
/// same sheet scanned twice. Brightness and contrast of the scans do not count. 0 where a sketch is empty or their
/// sizes differ.
double likeness(const InkSketch&, const InkSketch&);

}  // namespace carescan::imaging
