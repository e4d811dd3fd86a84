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

/// Of a whole sheet (cut_sheet).
InkSketch sketch_ink(const FieldCrop& sheet);

/// How much of `area` (template mm) is inked, mm² of black.
double ink_mm2(const InkSketch&, const BoxMm& area);

/// How alike the ink of two pages of one print lies: correlation of the two sketches, softened by a cell, 1 for the
/// same sheet scanned twice. Brightness and contrast of the scans do not count. 0 where a sketch is empty or their
/// sizes differ.
double likeness(const InkSketch&, const InkSketch&);

/// The same for the place where the two are least alike, a window of 9 mm: one tick, one name or a note in the margin
/// makes it small, however much else is the same (a form that was filled in and then photocopied; punch holes, a stamp,
/// the scanner's black edge). A window where neither has a mark is alike.
double least_likeness(const InkSketch&, const InkSketch&);

}  // namespace carescan::imaging
