#pragma once

#include <vector>

#include "pipeline/imaging/crop.hpp"
#include "pipeline/model/field.hpp"
#include "pipeline/model/reading.hpp"
#include "pipeline/reading/text_engine.hpp"

namespace carescan::bench {

/// A comb as a text engine reads it, for comparison: the ink of its cells side by side as one line with the field's
/// alphabet; cell by cell where that line did not give one character a cell. The confidence is the engine's own score.
Reading tesseract_comb(const Field&, const imaging::FieldCrop&, const std::vector<BoxMm>& rivals, reading::TextEngine&);

}  // namespace carescan::bench
