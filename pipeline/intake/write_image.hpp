#pragma once

#include <string>
#include <vector>

#include "pipeline/model/raster.hpp"

namespace carescan::intake {

/// Encoders, all deterministic (same raster, same bytes; no time stamps). Rasters are grey or RGB; dpi is written where
/// the format has a place for it.
std::string encode_png(const Raster&, double dpi);
std::string encode_jpeg(const Raster&, int quality, double dpi);

enum class PdfImage { jpeg, ccitt_g4, flate };

/// A multi-page TIFF: CCITT group 4 where `bilevel` (grey ≥ 128 is paper), else LZW.
std::string encode_tiff(const std::vector<Raster>&, bool bilevel, double dpi);

/// A PDF whose pages are one image each, as scanners make them; jpeg_quality is used by PdfImage::jpeg only.
std::string encode_scan_pdf(const std::vector<Raster>&, PdfImage, int jpeg_quality, double dpi);

/// Decodes one PNG, JPEG or TIFF page in memory (page 1). Throws Failure "image-broken" with `name` as path.
Raster decode_image(const std::string& bytes, const std::string& name);

}  // namespace carescan::intake
