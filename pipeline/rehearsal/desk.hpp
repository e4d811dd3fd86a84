#pragma once

#include <opencv2/core.hpp>

#include "pipeline/rehearsal/chance.hpp"

namespace carescan::rehearsal {

/// How many kinds of desk there are.
inline constexpr int desk_kinds = 5;

/// What a page lies on (8-bit RGB): 0 light wood, 1 dark wood, 2 laminate with specks, 3 a dark table top, 4 cloth.
/// Made for `size` pixels, `px_per_mm` of them a millimetre.
cv::Mat desk(int kind, cv::Size, double px_per_mm, Chance&);

}  // namespace carescan::rehearsal
