#pragma once

#include <memory>

#include "pipeline/model/raster.hpp"

struct Pix;

namespace carescan::intake {

/// Frees a Leptonica picture.
struct PixFree {
  void operator()(Pix*) const;
};
using PixPtr = std::unique_ptr<Pix, PixFree>;

/// A Leptonica picture of the raster, 8 or 32 bits a pixel; `dpi` is stored as its resolution (0: none).
PixPtr pix_of(const Raster&, double dpi);

/// The same with one bit a pixel: grey ≥ 128 is paper. RGB is judged by its luminance.
PixPtr bilevel_pix_of(const Raster&, double dpi);

/// Any Leptonica picture as an 8-bit raster, grey or RGB: palettes resolved, 16 bits cut to 8, transparency laid on
/// white. Empty when `pix` is null or of a depth nobody scans in.
Raster raster_of(const Pix* pix);

}  // namespace carescan::intake
