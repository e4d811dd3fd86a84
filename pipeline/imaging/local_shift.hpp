#pragma once

#include "pipeline/imaging/crop.hpp"

namespace carescan::imaging {

/// How far the printing in and just around `area` lies from where the registration puts it: template mm to add
/// before mapping, at most 0.6 each way. Zero where the registration's residual is within 0.1 mm anyway, along a
/// direction in which the printing there has no structure, and where what is seen is not clearly that printing (ink
/// must not pull a crop).
PointMm local_shift(const RegisteredPage&, const BoxMm& area);

}  // namespace carescan::imaging
