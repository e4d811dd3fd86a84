#include <png.h>

#include <array>

#include "pipeline/intake/decode.hpp"
#include "pipeline/model/failure.hpp"

namespace carescan::intake {
namespace {

[[noreturn]] void broken(const DecodeLimits& limits) {
  throw Failure{"image-broken", limits.name, "the PNG picture is damaged or cut off", "copy or scan the page again"};
}

/// libpng's simplified reader, freed whatever happens; it keeps its messages to itself.
struct Reader {
  png_image png{};

  Reader() { png.version = PNG_IMAGE_VERSION; }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() { png_image_free(&png); }
};

unsigned long big_endian(std::string_view bytes, std::size_t at) {
  unsigned long value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

/// Resolution from the pHYs chunk (PNG specification §11.3.4.3), which the simplified reader does not tell.
void take_resolution(Decoded& out, std::string_view bytes) {
  constexpr double metres_per_inch = 0.0254;
  constexpr std::size_t frame = 12;  // length, type and CRC of a chunk
  std::size_t at = 8;
  while (at + frame <= bytes.size()) {
    const std::size_t length = big_endian(bytes, at);
    const std::string_view type = bytes.substr(at + 4, 4);
    if (type == "IDAT" || length > bytes.size() - at - frame) return;
    if (type == "pHYs" && length == 9 && bytes[at + 16] == 1) {
      out.dpi_x = static_cast<double>(big_endian(bytes, at + 8)) * metres_per_inch;
      out.dpi_y = static_cast<double>(big_endian(bytes, at + 12)) * metres_per_inch;
      return;
    }
    at += frame + length;
  }
}

}  // namespace

Decoded decode_png(std::string_view bytes, const DecodeLimits& limits) {
  Reader reader;
  png_image& png = reader.png;
  if (!png_image_begin_read_from_memory(&png, bytes.data(), bytes.size())) broken(limits);
  refuse_too_large(png.width, png.height, limits);
  const bool colour = (png.format & PNG_FORMAT_FLAG_COLOR) != 0;
  png.format = colour ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
  png.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;  // scanners write 16-bit tones as they write 8-bit ones
  Decoded out;
  out.raster = make_raster(static_cast<int>(png.width), static_cast<int>(png.height), colour ? 3 : 1);
  const png_color white{255, 255, 255};
  if (!png_image_finish_read(&png, &white, out.raster.pixels.data(), 0, nullptr)) broken(limits);
  take_resolution(out, bytes);
  return out;
}

}  // namespace carescan::intake
