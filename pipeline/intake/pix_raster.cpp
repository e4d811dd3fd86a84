#include "pipeline/intake/pix_raster.hpp"

#include <leptonica/allheaders.h>

#include <cmath>
#include <cstddef>

namespace carescan::intake {
namespace {

std::uint8_t luminance(const std::uint8_t* rgb) {
  return static_cast<std::uint8_t>((299 * rgb[0] + 587 * rgb[1] + 114 * rgb[2] + 500) / 1000);
}

PixPtr new_pix(const Raster& raster, int depth, double dpi) {
  PixPtr pix(pixCreate(raster.width, raster.height, depth));
  const auto resolution = static_cast<l_int32>(std::lround(dpi));
  if (pix) pixSetResolution(pix.get(), resolution, resolution);
  return pix;
}

l_uint32* line_of(const PixPtr& pix, int y) {
  return pixGetData(pix.get()) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(pix.get());
}

const std::uint8_t* row_of(const Raster& raster, int y) {
  return raster.pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(raster.width * raster.channels);
}

l_int32 on_white(l_int32 ink, l_int32 alpha) {
  return (ink * alpha + 255 * (255 - alpha) + 127) / 255;
}

// Straight alpha over white, rounded.
PixPtr opaque(const PixPtr& pix) {
  PixPtr out(pixCreate(pixGetWidth(pix.get()), pixGetHeight(pix.get()), 32));
  if (!out) return out;
  pixCopyResolution(out.get(), pix.get());
  for (int y = 0; y < pixGetHeight(pix.get()); ++y) {
    const l_uint32* from = line_of(pix, y);
    l_uint32* to = line_of(out, y);
    for (int x = 0; x < pixGetWidth(pix.get()); ++x) {
      l_int32 red = 0, green = 0, blue = 0, alpha = 0;
      extractRGBAValues(from[x], &red, &green, &blue, &alpha);
      composeRGBPixel(on_white(red, alpha), on_white(green, alpha), on_white(blue, alpha), to + x);
    }
  }
  return out;
}

// Everything that is not plain 8-bit grey or 32-bit colour becomes one of the two.
PixPtr plain(const Pix* given) {
  PixPtr pix(pixClone(const_cast<Pix*>(given)));
  if (pixGetColormap(pix.get())) pix.reset(pixRemoveColormap(pix.get(), REMOVE_CMAP_BASED_ON_SRC));
  if (!pix) return pix;
  if (pixGetDepth(pix.get()) == 32 && pixGetSpp(pix.get()) == 4) {
    pix = opaque(pix);
  } else if (pixGetDepth(pix.get()) == 16) {
    pix.reset(pixConvert16To8(pix.get(), L_MS_BYTE));
  } else if (pixGetDepth(pix.get()) < 8) {
    pix.reset(pixConvertTo8(pix.get(), 0));
  }
  return pix;
}

}  // namespace

void PixFree::operator()(Pix* pix) const {
  pixDestroy(&pix);
}

PixPtr pix_of(const Raster& raster, double dpi) {
  PixPtr pix = new_pix(raster, raster.channels == 3 ? 32 : 8, dpi);
  if (!pix) return pix;
  for (int y = 0; y < raster.height; ++y) {
    l_uint32* line = line_of(pix, y);
    const std::uint8_t* row = row_of(raster, y);
    for (int x = 0; x < raster.width; ++x) {
      if (raster.channels == 3) {
        composeRGBPixel(row[3 * x], row[3 * x + 1], row[3 * x + 2], line + x);
      } else {
        SET_DATA_BYTE(line, x, row[x]);
      }
    }
  }
  return pix;
}

PixPtr bilevel_pix_of(const Raster& raster, double dpi) {
  PixPtr pix = new_pix(raster, 1, dpi);
  if (!pix) return pix;
  for (int y = 0; y < raster.height; ++y) {
    l_uint32* line = line_of(pix, y);
    const std::uint8_t* row = row_of(raster, y);
    for (int x = 0; x < raster.width; ++x)
      if ((raster.channels == 3 ? luminance(row + 3 * x) : row[x]) < 128) SET_DATA_BIT(line, x);
  }
  return pix;
}

Raster raster_of(const Pix* given) {
  if (!given) return {};
  const PixPtr pix = plain(given);
  if (!pix || (pixGetDepth(pix.get()) != 8 && pixGetDepth(pix.get()) != 32)) return {};
  Raster raster = make_raster(pixGetWidth(pix.get()), pixGetHeight(pix.get()), pixGetDepth(pix.get()) == 32 ? 3 : 1);
  std::uint8_t* out = raster.pixels.data();
  for (int y = 0; y < raster.height; ++y) {
    const l_uint32* line = line_of(pix, y);
    for (int x = 0; x < raster.width; ++x) {
      if (raster.channels == 1) {
        *out++ = static_cast<std::uint8_t>(GET_DATA_BYTE(line, x));
        continue;
      }
      l_int32 red = 0, green = 0, blue = 0;
      extractRGBValues(line[x], &red, &green, &blue);
      *out++ = static_cast<std::uint8_t>(red);
      *out++ = static_cast<std::uint8_t>(green);
      *out++ = static_cast<std::uint8_t>(blue);
    }
  }
  return raster;
}

}  // namespace carescan::intake
