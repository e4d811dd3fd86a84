#include <libexif/exif-data.h>

#include <cstdio>
#include <memory>
// jpeglib.h needs FILE and size_t declared before it.
#include <jpeglib.h>
// jerror.h comes after jpeglib.h.
#include <jerror.h>

#include <algorithm>

#include "pipeline/intake/decode.hpp"
#include "pipeline/model/failure.hpp"

namespace carescan::intake {
namespace {

constexpr int max_scans = 200;  // a progressive file has some 10; thousands are an attack on our time

struct JpegDamage {};  // thrown through libjpeg, which Debian builds with unwind tables

/// libjpeg's reader with error callbacks that keep silent and remember.
struct Reader {
  jpeg_decompress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg_progress_mgr progress{};
  const JOCTET* begin = nullptr;
  bool damaged = false;

  Reader() = default;
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() { jpeg_destroy_decompress(&jpeg); }
};

Reader& reader_of(j_common_ptr jpeg) {
  return *static_cast<Reader*>(jpeg->client_data);
}

/// Some encoders pad the picture with zero bytes; libjpeg warns of them as of real damage.
bool is_zero_padding(const Reader& reader) {
  const auto count = static_cast<std::ptrdiff_t>(reader.errors.msg_parm.i[0]);
  const JOCTET* end = reader.jpeg.src->next_input_byte;
  return count <= end - reader.begin && std::all_of(end - count, end, [](JOCTET byte) { return byte == 0; });
}

void note_warning(j_common_ptr jpeg, int level) {
  if (level >= 0) return;
  Reader& reader = reader_of(jpeg);
  switch (reader.errors.msg_code) {
    case JWRN_ADOBE_XFORM:
    case JWRN_JFIF_MAJOR:
    case JWRN_BOGUS_PROGRESSION:
      return;
    case JWRN_EXTRANEOUS_DATA:
      if (is_zero_padding(reader)) return;
      break;
    default:
      break;
  }
  reader.damaged = true;
}

void stop(j_common_ptr) {
  throw JpegDamage{};
}
void say_nothing(j_common_ptr) {}

void stop_scan_bomb(j_common_ptr jpeg) {
  if (reinterpret_cast<j_decompress_ptr>(jpeg)->input_scan_number > max_scans) throw JpegDamage{};
}

void open(Reader& reader, std::string_view bytes) {
  reader.jpeg.err = jpeg_std_error(&reader.errors);
  reader.errors.error_exit = stop;
  reader.errors.emit_message = note_warning;
  reader.errors.output_message = say_nothing;
  reader.jpeg.client_data = &reader;
  jpeg_create_decompress(&reader.jpeg);
  reader.begin = reinterpret_cast<const JOCTET*>(bytes.data());
  reader.progress.progress_monitor = stop_scan_bomb;
  reader.jpeg.progress = &reader.progress;
  jpeg_mem_src(&reader.jpeg, reader.begin, bytes.size());
  jpeg_save_markers(&reader.jpeg, JPEG_APP0 + 1, 0xFFFF);
  jpeg_read_header(&reader.jpeg, TRUE);
}

using Exif = std::unique_ptr<ExifData, decltype(&exif_data_unref)>;

/// The file's EXIF block, or null.
Exif exif_of(const jpeg_decompress_struct& jpeg) {
  for (auto* marker = jpeg.marker_list; marker != nullptr; marker = marker->next) {
    const std::string_view body(reinterpret_cast<const char*>(marker->data), marker->data_length);
    if (marker->marker == JPEG_APP0 + 1 && body.starts_with("Exif"))
      return {exif_data_new_from_data(marker->data, marker->data_length), exif_data_unref};
  }
  return {nullptr, exif_data_unref};
}

int exif_short(const ExifData& exif, ExifTag tag, int otherwise) {
  const ExifEntry* entry = exif_content_get_entry(exif.ifd[EXIF_IFD_0], tag);
  if (entry == nullptr || entry->format != EXIF_FORMAT_SHORT || entry->size < 2) return otherwise;
  return exif_get_short(entry->data, exif_data_get_byte_order(const_cast<ExifData*>(&exif)));
}

double exif_rational(const ExifData& exif, ExifTag tag) {
  const ExifEntry* entry = exif_content_get_entry(exif.ifd[EXIF_IFD_0], tag);
  if (entry == nullptr || entry->format != EXIF_FORMAT_RATIONAL || entry->size < 8) return 0;
  const auto value = exif_get_rational(entry->data, exif_data_get_byte_order(const_cast<ExifData*>(&exif)));
  return value.denominator == 0 ? 0 : static_cast<double>(value.numerator) / value.denominator;
}

constexpr double cm_per_inch = 2.54;

void take_exif(Decoded& out, const ExifData& exif) {
  const int turn = exif_short(exif, EXIF_TAG_ORIENTATION, 1);
  if (turn >= 1 && turn <= 8) out.orientation = turn;
  if (out.dpi_x > 0) return;
  const double unit = exif_short(exif, EXIF_TAG_RESOLUTION_UNIT, 2) == 3 ? cm_per_inch : 1;
  out.dpi_x = exif_rational(exif, EXIF_TAG_X_RESOLUTION) * unit;
  out.dpi_y = exif_rational(exif, EXIF_TAG_Y_RESOLUTION) * unit;
}

void take_jfif(Decoded& out, const jpeg_decompress_struct& jpeg) {
  if (!jpeg.saw_JFIF_marker || jpeg.density_unit == 0) return;
  const double unit = jpeg.density_unit == 2 ? cm_per_inch : 1;
  out.dpi_x = jpeg.X_density * unit;
  out.dpi_y = jpeg.Y_density * unit;
}

/// CMYK to RGB, one row. Adobe's programs store the inks inverted (255 is no ink) and say so by their marker.
void cmyk_row(const std::vector<JSAMPLE>& inks, bool adobe, std::uint8_t* rgb) {
  const auto light = [&](JSAMPLE ink) { return adobe ? int{ink} : 255 - int{ink}; };
  for (std::size_t i = 0; i + 3 < inks.size(); i += 4)
    for (std::size_t c = 0; c < 3; ++c)
      *rgb++ = static_cast<std::uint8_t>(light(inks[i + c]) * light(inks[i + 3]) / 255);
}

void read_rows(Reader& reader, Raster& raster) {
  auto& jpeg = reader.jpeg;
  const bool cmyk = jpeg.out_color_space == JCS_CMYK;
  std::vector<JSAMPLE> inks(cmyk ? std::size_t{jpeg.output_width} * 4 : 0);
  const std::size_t stride = std::size_t{jpeg.output_width} * static_cast<std::size_t>(raster.channels);
  while (jpeg.output_scanline < jpeg.output_height) {
    std::uint8_t* row = raster.pixels.data() + jpeg.output_scanline * stride;
    JSAMPROW target = cmyk ? inks.data() : row;
    jpeg_read_scanlines(&jpeg, &target, 1);
    if (cmyk) cmyk_row(inks, jpeg.saw_Adobe_marker, row);
  }
}

Decoded decode(Reader& reader, std::string_view bytes, const DecodeLimits& limits) {
  open(reader, bytes);
  auto& jpeg = reader.jpeg;
  refuse_too_large(jpeg.image_width, jpeg.image_height, limits);
  const bool grey = jpeg.num_components == 1;
  jpeg.out_color_space = grey ? JCS_GRAYSCALE : jpeg.num_components == 4 ? JCS_CMYK : JCS_RGB;
  jpeg_start_decompress(&jpeg);
  Decoded out;
  out.raster = make_raster(static_cast<int>(jpeg.output_width), static_cast<int>(jpeg.output_height), grey ? 1 : 3);
  read_rows(reader, out.raster);
  take_jfif(out, jpeg);
  if (const Exif exif = exif_of(jpeg)) take_exif(out, *exif);
  jpeg_finish_decompress(&jpeg);
  return out;
}

}  // namespace

Decoded decode_jpeg(std::string_view bytes, const DecodeLimits& limits) {
  Reader reader;
  try {
    Decoded out = decode(reader, bytes, limits);
    if (!reader.damaged) return out;
  } catch (const JpegDamage&) {
    // The same Failure as for damage that libjpeg only warns of.
  }
  throw Failure{"image-broken", limits.name, "the JPEG picture is damaged or cut off", "copy or scan the page again"};
}

}  // namespace carescan::intake
