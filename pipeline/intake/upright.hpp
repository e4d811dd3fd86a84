#pragma once

#include "pipeline/intake/decode.hpp"

namespace carescan::intake {

/// The raster of a decoded picture as a person holds it: turned and mirrored by its orientation (EXIF 2.32 §4.6.4),
/// with square pixels (a fax of 204 × 98 dpi is stretched along its coarse side). `dpi` is 0 where what the file says
/// cannot be: below 100 (72 and 96 are what programs write who do not know), above 2,400, or a page shorter than 80 mm
/// or longer than 520 mm (A3 is 420).
struct Upright {
  Raster raster;
  double dpi = 0;
};
Upright upright(Decoded, const DecodeLimits&);

/// The same raster in one channel (ITU-R BT.601 luma, as JPEG's Y).
Raster grey(const Raster&);

}  // namespace carescan::intake
