#pragma once

#include <vector>

#include "pipeline/imaging/bend.hpp"

namespace carescan::imaging {

/// Sub-pixel peaks, blank and print are not better than this.
inline constexpr double finest_mm = 0.03;

/// How far off a place is expected to be, mm; no more than one in a thousand should be off by more than twice this.
/// Root of the sum of squares of: what places around were foretold wrong by (root mean square, nearer ones count more),
/// grown where few are near; how much the sheet kinks there, because patches tell only to some mm where a fold or a
/// lost scan line is, and a field on the wrong side of it is off by the whole step; and finest_mm.
double expected_error_mm(const Bend&, const std::vector<Seen>& places, PointMm);

}  // namespace carescan::imaging
