#pragma once

#include "pipeline/model/geometry.hpp"
#include "pipeline/rehearsal/chance.hpp"
#include "pipeline/rehearsal/ink.hpp"

namespace carescan::rehearsal {

/// A ring drawn round `word` (template mm) by hand: an uneven oval that clears it by about a millimetre and closes with
/// its ends past each other, or leaves `gap_mm` open.
Ink ring_round(const BoxMm& word, double gap_mm, Chance&);

}  // namespace carescan::rehearsal
