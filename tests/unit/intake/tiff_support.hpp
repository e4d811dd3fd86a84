#pragma once

#include <tiffio.h>

#include "tests/unit/intake/intake_support.hpp"

namespace intake_tests {

/// What a test TIFF is to be.
struct TiffKind {
  int bits = 8, samples = 1, photometric = PHOTOMETRIC_MINISBLACK, compression = COMPRESSION_NONE;
  int orientation = 1, tile = 0, planar = PLANARCONFIG_CONTIG;
  double x_dpi = 300, y_dpi = 300;
  bool alpha = false;
  std::vector<std::uint16_t> palette;  ///< red, green, blue of 2^bits each
};

inline void set_tags(TIFF* t, const TiffKind& k, int width, int height) {
  TIFFSetField(t, TIFFTAG_IMAGEWIDTH, width);
  TIFFSetField(t, TIFFTAG_IMAGELENGTH, height);
  TIFFSetField(t, TIFFTAG_BITSPERSAMPLE, k.bits);
  TIFFSetField(t, TIFFTAG_SAMPLESPERPIXEL, k.samples);
  TIFFSetField(t, TIFFTAG_PHOTOMETRIC, k.photometric);
  TIFFSetField(t, TIFFTAG_COMPRESSION, k.compression);
  TIFFSetField(t, TIFFTAG_PLANARCONFIG, k.planar);
  TIFFSetField(t, TIFFTAG_ORIENTATION, k.orientation);
  TIFFSetField(t, TIFFTAG_XRESOLUTION, k.x_dpi);
  TIFFSetField(t, TIFFTAG_YRESOLUTION, k.y_dpi);
  TIFFSetField(t, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
  if (k.tile == 0) TIFFSetField(t, TIFFTAG_ROWSPERSTRIP, height);
  if (k.tile != 0) TIFFSetField(t, TIFFTAG_TILEWIDTH, k.tile), TIFFSetField(t, TIFFTAG_TILELENGTH, k.tile);
  if (k.photometric == PHOTOMETRIC_SEPARATED) TIFFSetField(t, TIFFTAG_INKSET, INKSET_CMYK);
  const std::uint16_t extra = EXTRASAMPLE_UNASSALPHA;
  if (k.alpha) TIFFSetField(t, TIFFTAG_EXTRASAMPLES, 1, &extra);
  const std::size_t n = k.palette.size() / 3;
  if (n > 0) TIFFSetField(t, TIFFTAG_COLORMAP, k.palette.data(), k.palette.data() + n, k.palette.data() + 2 * n);
  if (k.compression == COMPRESSION_JPEG && k.photometric == PHOTOMETRIC_YCBCR)
    TIFFSetField(t, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
}

/// A TIFF of `rows`, one string of bytes per row, as they are stored.
inline fs::path write_tiff(const fs::path& path, const TiffKind& k, int width, const std::vector<std::string>& rows) {
  TIFF* t = TIFFOpen(path.c_str(), "w");
  REQUIRE(t != nullptr);
  set_tags(t, k, width, static_cast<int>(rows.size()));
  if (k.tile == 0)
    for (std::size_t y = 0; y < rows.size(); ++y)
      REQUIRE(TIFFWriteScanline(t, const_cast<char*>(rows[y].data()), static_cast<std::uint32_t>(y), 0) >= 0);
  for (std::size_t top = 0; k.tile != 0 && top < rows.size(); top += static_cast<std::size_t>(k.tile))
    for (int left = 0; left < width; left += k.tile) {
      std::string tile(static_cast<std::size_t>(k.tile * k.tile * k.samples), '\0');
      for (std::size_t y = 0; y < static_cast<std::size_t>(k.tile) && top + y < rows.size(); ++y) {
        const std::string part = rows[top + y].substr(static_cast<std::size_t>(left * k.samples),
                                                      static_cast<std::size_t>(k.tile * k.samples));
        tile.replace(y * static_cast<std::size_t>(k.tile * k.samples), part.size(), part);
      }
      REQUIRE(TIFFWriteTile(t, tile.data(), static_cast<std::uint32_t>(left), static_cast<std::uint32_t>(top), 0, 0) >
              0);
    }
  TIFFClose(t);
  return path;
}

/// Rows of `height` where each pixel is the same bytes.
inline std::vector<std::string> flat_rows(int width, int height, const std::string& pixel) {
  std::string row;
  for (int x = 0; x < width; ++x) row += pixel;
  return std::vector<std::string>(static_cast<std::size_t>(height), row);
}

/// A raster's rows, in one bit per sample where `bits` is 1 (set where light, or where dark if `dark_is_1`).
inline std::vector<std::string> rows_of(const Raster& r, int bits, bool dark_is_1 = false) {
  std::vector<std::string> rows;
  const auto width = static_cast<std::size_t>(r.width * r.channels);
  for (std::size_t y = 0; y < static_cast<std::size_t>(r.height); ++y) {
    std::string row(bits == 1 ? (width + 7) / 8 : width, '\0');
    for (std::size_t x = 0; x < width; ++x) {
      const std::uint8_t value = r.pixels[y * width + x];
      if (bits == 8)
        row[x] = static_cast<char>(value);
      else if ((value >= 128) != dark_is_1)
        row[x / 8] = static_cast<char>(row[x / 8] | 0x80 >> x % 8);
    }
    rows.push_back(row);
  }
  return rows;
}

inline std::string bytes_in(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace intake_tests
