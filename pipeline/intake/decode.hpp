#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "pipeline/model/raster.hpp"

namespace carescan::intake {

/// A picture as its file stores it, before it is turned upright.
struct Decoded {
  Raster raster;                ///< grey, or RGB on white
  double dpi_x = 0, dpi_y = 0;  ///< along the stored rows and columns; 0 where the file says nothing
  int orientation = 1;          ///< EXIF/TIFF orientation 1..8: how to turn or mirror the raster to see it upright
};

/// What every decoder must know: the limit, and the name that a Failure shows.
struct DecodeLimits {
  long max_pixels = 0;
  std::string name;
};

/// Throws Failure "image-too-large" where a picture has more than `max_pixels`, or a side so long that no page has it.
/// Called with the figures of the header, before anything is decoded.
void refuse_too_large(long width, long height, const DecodeLimits&);

/// A JPEG, baseline or progressive; CMYK and YCCK become RGB. EXIF orientation and dpi (JFIF first, then EXIF).
/// Damage that libjpeg would paper over with grey is a Failure "image-broken", so that no page is read half.
Decoded decode_jpeg(std::string_view bytes, const DecodeLimits&);

/// A PNG of any depth; transparent pixels are white. Throws Failure "image-broken" (all CRCs are checked).
Decoded decode_png(std::string_view bytes, const DecodeLimits&);

/// Pages of a TIFF file. Throws Failure "image-broken" where the chain of its pages is cut off.
int count_tiff_pages(const std::filesystem::path&, const std::string& name);

/// Page `index` (from 0) of a TIFF file: any compression of libtiff, bilevel, grey, palette, RGB, CMYK, YCbCr, 8 or 16
/// bit, strips or tiles. Throws Failure "image-broken", "image-unsupported".
Decoded decode_tiff_page(const std::filesystem::path&, int index, const DecodeLimits&);

/// The only page of a TIFF in memory.
Decoded decode_tiff(std::string_view bytes, const DecodeLimits&);

}  // namespace carescan::intake
