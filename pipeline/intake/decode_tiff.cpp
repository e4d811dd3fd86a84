#include <fmt/format.h>

#include <algorithm>

#include "pipeline/intake/decode.hpp"
#include "pipeline/intake/tiff_file.hpp"
#include "pipeline/model/failure.hpp"

namespace carescan::intake {
namespace {

constexpr const char* cure = "copy or scan the page again";

/// What the tags of one page say.
struct Tags {
  std::uint32_t width = 0, height = 0;
  std::uint16_t bits = 1, samples = 1, photometric = 0, planar = 1, compression = 1, orientation = 1, unit = 2;
  float x_resolution = 0, y_resolution = 0;
  bool tiled = false;
};

Tags tags_of(TIFF* tiff) {
  Tags t;
  TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &t.width);
  TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &t.height);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &t.bits);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &t.samples);
  TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &t.photometric);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &t.planar);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &t.compression);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_ORIENTATION, &t.orientation);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_RESOLUTIONUNIT, &t.unit);
  TIFFGetField(tiff, TIFFTAG_XRESOLUTION, &t.x_resolution);
  TIFFGetField(tiff, TIFFTAG_YRESOLUTION, &t.y_resolution);
  t.tiled = TIFFIsTiled(tiff) != 0;
  return t;
}

bool is_grey(const Tags& t) {
  return t.samples == 1 && (t.photometric == PHOTOMETRIC_MINISBLACK || t.photometric == PHOTOMETRIC_MINISWHITE);
}

/// Rows that can be taken as they are: 1- or 8-bit grey, 8-bit RGB; the usual scans. The rest goes through RGBA.
bool is_plain(const Tags& t) {
  if (t.tiled || t.planar != PLANARCONFIG_CONTIG) return false;
  if (is_grey(t)) return t.bits == 1 || t.bits == 8;
  return t.photometric == PHOTOMETRIC_RGB && t.samples == 3 && t.bits == 8;
}

void copy_row(const std::vector<std::uint8_t>& stored, const Tags& t, std::uint8_t* row, std::size_t count) {
  const std::uint8_t flip = t.photometric == PHOTOMETRIC_MINISWHITE ? 0xFF : 0;
  if (t.bits == 8) {
    for (std::size_t i = 0; i < count; ++i) row[i] = static_cast<std::uint8_t>(stored[i] ^ flip);
    return;
  }
  for (std::size_t i = 0; i < count; ++i) {
    const bool bit = (stored[i / 8] >> (7 - i % 8) & 1) != 0;
    row[i] = static_cast<std::uint8_t>((bit ? 0xFF : 0) ^ flip);
  }
}

/// False where libtiff cannot deliver a row.
bool read_plain(TIFF* tiff, const Tags& t, Raster& raster) {
  raster = make_raster(static_cast<int>(t.width), static_cast<int>(t.height), t.samples);
  const std::size_t count = std::size_t{t.width} * t.samples;
  std::vector<std::uint8_t> stored(std::max<std::size_t>(static_cast<std::size_t>(TIFFScanlineSize(tiff)), count));
  for (std::uint32_t y = 0; y < t.height; ++y) {
    if (TIFFReadScanline(tiff, stored.data(), y, 0) < 0) return false;
    copy_row(stored, t, raster.pixels.data() + y * count, count);
  }
  return true;
}

/// libtiff's own conversion of everything else. Its colours are multiplied by alpha, so white shows through as 255 -
/// alpha.
bool read_rgba(TIFF* tiff, const Tags& t, Raster& raster) {
  std::vector<std::uint32_t> rgba(std::size_t{t.width} * t.height);
  if (!TIFFReadRGBAImageOriented(tiff, t.width, t.height, rgba.data(), t.orientation, 1)) return false;
  const std::size_t channels = is_grey(t) ? 1 : 3;
  raster = make_raster(static_cast<int>(t.width), static_cast<int>(t.height), static_cast<int>(channels));
  std::uint8_t* out = raster.pixels.data();
  for (const std::uint32_t pixel : rgba)
    for (std::size_t c = 0; c < channels; ++c)
      *out++ = static_cast<std::uint8_t>(std::min(255U, (pixel >> (8 * c) & 0xFF) + 255 - TIFFGetA(pixel)));
  return true;
}

/// A faxed page (group 3) may lose a line and still be read; in any other compression one error spoils all that
/// follows.
int tolerated(const Tags& t) {
  return t.compression == COMPRESSION_CCITTFAX3 ? static_cast<int>(t.height / 200) : 0;
}

void take_resolution(Decoded& out, const Tags& t) {
  if (t.unit == RESUNIT_NONE) return;
  const double unit = t.unit == RESUNIT_CENTIMETER ? 2.54 : 1;
  out.dpi_x = t.x_resolution * unit;
  out.dpi_y = t.y_resolution * unit;
}

/// Colour TIFFs with JPEG inside: libtiff turns YCbCr to RGB when asked.
void ask_for_rgb(TIFF* tiff, Tags& t) {
  if (t.compression != COMPRESSION_JPEG || t.photometric != PHOTOMETRIC_YCBCR || t.planar != PLANARCONFIG_CONTIG)
    return;
  TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
  t.photometric = PHOTOMETRIC_RGB;
}

Decoded decode_current(TiffFile& file, const DecodeLimits& limits) {
  TIFF* tiff = file.get();
  Tags t = tags_of(tiff);
  refuse_too_large(t.width, t.height, limits);
  char why[1024] = "";
  ask_for_rgb(tiff, t);
  const bool plain = is_plain(t);
  if (!plain && !TIFFRGBAImageOK(tiff, why))
    throw Failure{"image-unsupported", limits.name,
                  fmt::format("a TIFF of {} samples of {} bits, photometric {}, compression {}", t.samples, t.bits,
                              t.photometric, t.compression),
                  "save it as an 8-bit grey or RGB TIFF"};
  Decoded out;
  file.forget_complaints();  // unknown tags are no damage
  const bool whole = plain ? read_plain(tiff, t, out.raster) : read_rgba(tiff, t, out.raster);
  if (!whole || file.complaints() > tolerated(t))
    throw Failure{"image-broken", limits.name, "the TIFF picture is damaged or cut off", cure};
  take_resolution(out, t);
  if (t.orientation >= 1 && t.orientation <= 8) out.orientation = t.orientation;
  return out;
}

std::size_t memory_for(const DecodeLimits& limits) {
  return static_cast<std::size_t>(limits.max_pixels) * 4 + (64U << 20);
}

[[noreturn]] void no_tiff(const std::string& name) {
  throw Failure{"image-broken", name, "the TIFF file is damaged or cut off: its list of pages does not hold", cure};
}

}  // namespace

int count_tiff_pages(const std::filesystem::path& path, const std::string& name) {
  TiffFile file(path, 64U << 20);
  if (file.get() == nullptr) no_tiff(name);
  file.forget_complaints();
  const int pages = file.count_pages();
  if (pages == 0) no_tiff(name);
  return pages;
}

Decoded decode_tiff_page(const std::filesystem::path& path, int index, const DecodeLimits& limits) {
  TiffFile file(path, memory_for(limits));
  if (file.get() == nullptr || !TIFFSetDirectory(file.get(), static_cast<tdir_t>(index))) no_tiff(limits.name);
  return decode_current(file, limits);
}

Decoded decode_tiff(std::string_view bytes, const DecodeLimits& limits) {
  TiffFile file(bytes, memory_for(limits));
  if (file.get() == nullptr) no_tiff(limits.name);
  return decode_current(file, limits);
}

}  // namespace carescan::intake
