#include <png.h>

#include <vector>

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

/// Ink on white by its alpha, in the tones as stored: what every viewer shows. (libpng's own composition works in
/// linear light, which fades half-transparent ink from 127 to 186.)
std::uint8_t on_white(unsigned ink, unsigned alpha) {
  return static_cast<std::uint8_t>((ink * alpha + 255 * (255 - alpha) + 127) / 255);
}

void lay_on_white(const std::vector<std::uint8_t>& with_alpha, Raster& raster) {
  const auto channels = static_cast<std::size_t>(raster.channels);
  const std::uint8_t* in = with_alpha.data();
  std::uint8_t* out = raster.pixels.data();
  for (std::size_t left = raster.size() / channels; left > 0; --left, in += channels + 1)
    for (std::size_t c = 0; c < channels; ++c) *out++ = on_white(in[c], in[channels]);
}

/// Reads the pixels of a reader whose header is known; false where they are damaged.
bool read_pixels(png_image& png, Raster& raster) {
  const bool transparent = (png.format & PNG_FORMAT_FLAG_ALPHA) != 0;
  png.format = raster.channels == 3 ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
  png.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;  // scanners write 16-bit tones as they write 8-bit ones
  if (!transparent) return png_image_finish_read(&png, nullptr, raster.pixels.data(), 0, nullptr) != 0;
  png.format |= PNG_FORMAT_FLAG_ALPHA;
  std::vector<std::uint8_t> with_alpha(PNG_IMAGE_SIZE(png));
  if (!png_image_finish_read(&png, nullptr, with_alpha.data(), 0, nullptr)) return false;
  lay_on_white(with_alpha, raster);
  return true;
}

}  // namespace

Decoded decode_png(std::string_view bytes, const DecodeLimits& limits) {
  Reader reader;
  png_image& png = reader.png;
  if (!png_image_begin_read_from_memory(&png, bytes.data(), bytes.size())) broken(limits);
  refuse_too_large(png.width, png.height, limits);
  const bool colour = (png.format & PNG_FORMAT_FLAG_COLOR) != 0;
  Decoded out;
  out.raster = make_raster(static_cast<int>(png.width), static_cast<int>(png.height), colour ? 3 : 1);
  if (!read_pixels(png, out.raster)) broken(limits);
  take_resolution(out, bytes);
  return out;
}

}  // namespace carescan::intake
