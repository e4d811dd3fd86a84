#pragma once

#include <string>
#include <vector>

#include "pipeline/model/raster.hpp"

namespace carescan::intake {

/// Encoders, all deterministic (same raster, same bytes; no time stamps). Rasters are grey or RGB; dpi is written where
/// the format has a place for it.
/// Dots an inch along the rows and along the columns: one number where pixels are square, two for a fax.
struct Resolution {
  double x = 0, y = 0;
  Resolution(double dpi) : x(dpi), y(dpi) {}  // NOLINT: a number of dots an inch is what callers have
  Resolution(double along_rows, double along_columns) : x(along_rows), y(along_columns) {}
};

std::string encode_png(const Raster&, double dpi);
std::string encode_jpeg(const Raster&, int quality, double dpi);

enum class PdfImage { jpeg, ccitt_g4, flate };

/// A multi-page TIFF: CCITT group 4 where `bilevel` (grey ≥ 128 is paper), else LZW.
std::string encode_tiff(const std::vector<Raster>&, bool bilevel, Resolution);

/// A PDF whose pages are one image each, as scanners make them; jpeg_quality is used by PdfImage::jpeg only.
std::string encode_scan_pdf(const std::vector<Raster>&, PdfImage, int jpeg_quality, Resolution);

/// A PDF of `count` equal pages with `drawing` on each: PDF operators (ISO 32000-1, 8) in mm from the bottom-left
/// corner; fonts /Regular and /Bold are Helvetica, which every viewer and printer has.
std::string encode_drawn_pdf(const std::string& drawing, double width_mm, double height_mm, int count);

/// Decodes one PNG, JPEG or TIFF page in memory (page 1). Throws Failure "image-broken" with `name` as path.
Raster decode_image(const std::string& bytes, const std::string& name);

}  // namespace carescan::intake
