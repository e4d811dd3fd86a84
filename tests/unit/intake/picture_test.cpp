#include <png.h>

#include "pipeline/intake/write_image.hpp"
#include "tests/unit/intake/tiff_support.hpp"

using namespace intake_tests;
using carescan::intake::encode_jpeg;
using carescan::intake::encode_png;
using carescan::intake::encode_tiff;

namespace {

/// A PNG of the given libpng colour type; `row` is one stored row, repeated.
fs::path write_png(const fs::path& path, int width, int height, int bits, int type, const std::string& row,
                   bool interlaced = false, std::vector<png_color> palette = {}, std::vector<png_byte> alpha = {}) {
  FILE* file = std::fopen(path.c_str(), "wb");
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  png_init_io(png, file);
  png_set_IHDR(png, info, static_cast<png_uint_32>(width), static_cast<png_uint_32>(height), bits, type,
               interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
               PNG_FILTER_TYPE_DEFAULT);
  if (!palette.empty()) png_set_PLTE(png, info, palette.data(), static_cast<int>(palette.size()));
  if (!alpha.empty()) png_set_tRNS(png, info, alpha.data(), static_cast<int>(alpha.size()), nullptr);
  png_write_info(png, info);
  std::vector<png_bytep> rows(static_cast<std::size_t>(height),
                              reinterpret_cast<png_bytep>(const_cast<char*>(row.data())));
  png_write_image(png, rows.data());
  png_write_end(png, info);
  png_destroy_write_struct(&png, &info);
  std::fclose(file);
  return path;
}

std::vector<int> pixel(const Raster& r, int x, int y) {
  const auto at = static_cast<std::size_t>((y * r.width + x) * r.channels);
  return {r.pixels.begin() + static_cast<long>(at), r.pixels.begin() + static_cast<long>(at) + r.channels};
}

using Pixel = std::vector<int>;

}  // namespace

TEST_CASE("a grey PNG comes out as it went in with its resolution") {
  const Folder folder;
  const Raster page = marked_page(1000, 1400);
  const PageImage read = first_page(folder.write("x.png", encode_png(page, 200)));
  CHECK(difference(read.raster, page) == 0);
  CHECK(read.dpi == doctest::Approx(200).epsilon(0.001));
  CHECK(read.source.file == "x.png");
  CHECK(read.source.page == 1);
}

TEST_CASE("a coloured PNG keeps its colours") {
  const Folder folder;
  const Raster page = coloured(marked_page(90, 120), 255, 128, 40);
  CHECK(difference(first_page(folder.write("x.png", encode_png(page, 300))).raster, page) == 0);
}

TEST_CASE("PNGs of every depth become 8 bit on white") {
  const Folder folder;
  SUBCASE("16-bit grey") {
    std::string row;
    for (int x = 0; x < 20; ++x) row += std::string("\x80\x00", 2);
    const Raster r = first_page(write_png(folder / "a.png", 20, 10, 16, PNG_COLOR_TYPE_GRAY, row)).raster;
    CHECK(pixel(r, 5, 5) == Pixel{128});
  }
  SUBCASE("1-bit grey interlaced") {
    const Raster r = first_page(write_png(folder / "a.png", 16, 16, 1, PNG_COLOR_TYPE_GRAY, "\xF0\x0F", true)).raster;
    CHECK(pixel(r, 0, 9) == Pixel{255});
    CHECK(pixel(r, 4, 9) == Pixel{0});
    CHECK(pixel(r, 12, 3) == Pixel{255});
  }
  SUBCASE("palette with a transparent entry") {
    const Raster r = first_page(write_png(folder / "a.png", 4, 4, 8, PNG_COLOR_TYPE_PALETTE, std::string("\0\1\0\1", 4),
                                          false, {{10, 20, 30}, {200, 100, 50}}, {0, 255}))
                         .raster;
    CHECK(pixel(r, 0, 0) == Pixel{255, 255, 255});
    CHECK(pixel(r, 1, 0) == Pixel{200, 100, 50});
  }
  SUBCASE("alpha") {
    const std::string row("\0\0\0\0\0\0\0\xFF", 8);  // black, fully transparent; black, opaque
    const Raster r = first_page(write_png(folder / "a.png", 2, 2, 8, PNG_COLOR_TYPE_RGB_ALPHA, row)).raster;
    CHECK(pixel(r, 0, 0) == Pixel{255, 255, 255});
    CHECK(pixel(r, 1, 1) == Pixel{0, 0, 0});
  }
}

TEST_CASE("ink of a half-transparent PNG is as dark as its alpha says and no fainter") {
  const Folder folder;
  std::string row;
  for (const int alpha : {0, 1, 64, 128, 191, 254, 255})
    row += std::string("\x00\x64\xC8", 3) + static_cast<char>(alpha);  // 0, 100, 200
  const Raster r = first_page(write_png(folder / "a.png", 7, 3, 8, PNG_COLOR_TYPE_RGB_ALPHA, row)).raster;
  REQUIRE(r.channels == 3);
  CHECK(pixel(r, 0, 1) == Pixel{255, 255, 255});
  CHECK(pixel(r, 1, 1) == Pixel{254, 254, 255});
  CHECK(pixel(r, 2, 1) == Pixel{191, 216, 241});
  CHECK(pixel(r, 3, 1) == Pixel{127, 177, 227});
  CHECK(pixel(r, 4, 1) == Pixel{64, 139, 214});
  CHECK(pixel(r, 5, 1) == Pixel{1, 101, 200});
  CHECK(pixel(r, 6, 1) == Pixel{0, 100, 200});
}

TEST_CASE("grey with alpha and a half-transparent palette entry lie on white as well") {
  const Folder folder;
  const std::string row("\x00\x80\x64\xFF", 4);  // black, half; 100, opaque
  const Raster grey = first_page(write_png(folder / "g.png", 2, 2, 8, PNG_COLOR_TYPE_GRAY_ALPHA, row)).raster;
  CHECK(pixel(grey, 0, 0).front() == 127);
  CHECK(pixel(grey, 1, 1).front() == 100);
  const Raster palette = first_page(write_png(folder / "p.png", 2, 2, 8, PNG_COLOR_TYPE_PALETTE, std::string("\0\1", 2),
                                              false, {{0, 0, 0}, {0, 100, 200}}, {128, 255}))
                             .raster;
  CHECK(pixel(palette, 0, 0) == Pixel{127, 127, 127});
  CHECK(pixel(palette, 1, 1) == Pixel{0, 100, 200});
}

TEST_CASE("a JPEG is read with its resolution in grey and colour") {
  const Folder folder;
  const Raster page = marked_page(1240, 1754);
  const PageImage grey = first_page(folder.write("g.jpg", encode_jpeg(page, 95, 150)));
  CHECK(grey.dpi == doctest::Approx(150));
  CHECK(difference(grey.raster, page) < 2);
  const PageImage colour = first_page(folder.write("c.jpg", encode_jpeg(coloured(page, 250, 200, 90), 95, 150)));
  CHECK(difference(colour.raster, coloured(page, 250, 200, 90)) < 3);
}

TEST_CASE("a picture can be wanted in grey") {
  const Folder folder;
  IntakeOptions o = options();
  o.grey = true;
  const Raster page = marked_page(100, 100);
  const PageImage read = first_page(folder.write("c.png", encode_png(coloured(page, 255, 255, 255), 300)), o);
  CHECK(difference(read.raster, page) == 0);
}

TEST_CASE("a resolution that cannot be is no resolution") {
  const Folder folder;
  const Raster page = marked_page(1240, 1754);
  CHECK(first_page(folder.write("72.png", encode_png(page, 72))).dpi == 0);
  CHECK(first_page(folder.write("big.png", encode_png(page, 2000))).dpi == 0);  // a page of 22 mm
  CHECK(first_page(folder.write("none.png", encode_png(page, 0))).dpi == 0);
}

TEST_CASE("the pages of a TIFF come one by one in group 4 and in LZW") {
  const Folder folder;
  const Raster a = bilevel_page(1240, 1754), b = bilevel_page(1754, 1240);
  for (const bool bilevel : {true, false}) {
    const PageStream stream(one_file(folder.write("x.tif", encode_tiff({a, b}, bilevel, 150))), "abc", options());
    REQUIRE(stream.size() == 2);
    CHECK(difference(stream.read(2).raster, b) == 0);
    CHECK(difference(stream.read(1).raster, a) == 0);
    CHECK(stream.read(2).dpi == doctest::Approx(150));
    CHECK(stream.read(2).source.page == 2);
    CHECK(stream.read(2).source.sha256 == "abc");
  }
}

TEST_CASE("bilevel TIFFs of every compression and sense are read alike") {
  const Folder folder;
  const Raster page = bilevel_page(203, 290);
  for (const int compression : {COMPRESSION_NONE, COMPRESSION_CCITTRLE, COMPRESSION_CCITTFAX3, COMPRESSION_CCITTFAX4,
                                COMPRESSION_LZW, COMPRESSION_ADOBE_DEFLATE, COMPRESSION_PACKBITS})
    for (const bool white_is_0 : {true, false}) {
      TiffKind k;
      k.bits = 1;
      k.compression = compression;
      k.photometric = white_is_0 ? PHOTOMETRIC_MINISWHITE : PHOTOMETRIC_MINISBLACK;
      CAPTURE(compression);
      CAPTURE(white_is_0);
      CHECK(difference(first_page(write_tiff(folder / "x.tif", k, 203, rows_of(page, 1, white_is_0))).raster, page) ==
            0);
    }
}

TEST_CASE("tiled and planar and 16-bit TIFFs are read") {
  const Folder folder;
  TiffKind k;
  SUBCASE("tiles") {
    k.tile = 16;
    const Raster page = marked_page(50, 70);
    CHECK(difference(first_page(write_tiff(folder / "x.tif", k, 50, rows_of(page, 8))).raster, page) == 0);
  }
  SUBCASE("16 bit") {
    k.bits = 16;
    const Raster r = first_page(write_tiff(folder / "x.tif", k, 8, flat_rows(8, 8, std::string("\x00\x80", 2)))).raster;
    CHECK(r.channels == 1);
    CHECK(std::abs(pixel(r, 3, 3)[0] - 128) <= 1);
  }
  SUBCASE("4 bit grey") {
    k.bits = 4;
    const Raster r = first_page(write_tiff(folder / "x.tif", k, 8, flat_rows(4, 8, "\x0F"))).raster;
    CHECK(pixel(r, 0, 0) == Pixel{0});
    CHECK(pixel(r, 1, 0) == Pixel{255});
  }
}

TEST_CASE("TIFF colours become RGB on white") {
  const Folder folder;
  TiffKind k;
  k.samples = 4;
  SUBCASE("CMYK without ink is white and full black is black") {
    k.photometric = PHOTOMETRIC_SEPARATED;
    CHECK(pixel(first_page(write_tiff(folder / "w.tif", k, 4, flat_rows(4, 4, std::string(4, '\0')))).raster, 1, 1) ==
          Pixel{255, 255, 255});
    CHECK(pixel(first_page(write_tiff(folder / "k.tif", k, 4, flat_rows(4, 4, std::string("\0\0\0\xFF", 4)))).raster, 1,
                1) == Pixel{0, 0, 0});
  }
  SUBCASE("alpha") {
    k.photometric = PHOTOMETRIC_RGB;
    k.alpha = true;
    CHECK(pixel(first_page(write_tiff(folder / "a.tif", k, 4, flat_rows(4, 4, std::string(4, '\0')))).raster, 1, 1) ==
          Pixel{255, 255, 255});
    CHECK(pixel(first_page(write_tiff(folder / "o.tif", k, 4, flat_rows(4, 4, "\x40\x80\xC0\xFF"))).raster, 1, 1) ==
          Pixel{0x40, 0x80, 0xC0});
  }
  SUBCASE("palette") {
    k.samples = 1;
    k.photometric = PHOTOMETRIC_PALETTE;
    k.palette.assign(3 * 256, 0);
    k.palette[7] = 0xFFFF;
    k.palette[256 + 7] = 0x8080;
    CHECK(pixel(first_page(write_tiff(folder / "p.tif", k, 4, flat_rows(4, 4, "\x07"))).raster, 1, 1) ==
          Pixel{255, 128, 0});
  }
  SUBCASE("JPEG inside") {
    k.samples = 3;
    k.photometric = PHOTOMETRIC_YCBCR;
    k.compression = COMPRESSION_JPEG;
    const Pixel p =
        pixel(first_page(write_tiff(folder / "j.tif", k, 32, flat_rows(32, 32, "\xC0\x40\x20"))).raster, 9, 9);
    REQUIRE(p.size() == 3);
    CHECK(std::abs(p[0] - 0xC0) + std::abs(p[1] - 0x40) + std::abs(p[2] - 0x20) < 12);
  }
}

TEST_CASE("a TIFF of samples that are no light is refused by name") {
  const Folder folder;
  TiffKind k;
  k.bits = 32;
  CHECK(failure_of(write_tiff(folder / "f.tif", k, 4, flat_rows(4, 4, std::string(4, '\0')))) == "image-unsupported");
}

TEST_CASE("a fax of uneven resolution gets square pixels") {
  const Folder folder;
  TiffKind k;
  k.bits = 1;
  k.compression = COMPRESSION_CCITTFAX3;
  k.x_dpi = 204;
  k.y_dpi = 98;
  const PageImage read = first_page(write_tiff(folder / "fax.tif", k, 1728, rows_of(bilevel_page(1728, 1100), 1)));
  CHECK(read.raster.width == 1728);
  CHECK(read.raster.height == 2290);  // 1100 rows of 1/98 inch at 204 dpi
  CHECK(read.dpi == doctest::Approx(204));
  CHECK(pixel(read.raster, 20, 20) == Pixel{0});
  CHECK(pixel(read.raster, 20, 2200) == Pixel{255});
}

TEST_CASE("the content of a file decides and not its ending") {
  const Folder folder;
  const Raster page = bilevel_page(100, 140);
  CHECK(first_page(folder.write("a.pdf", encode_png(page, 300))).raster.width == 100);
  CHECK(first_page(folder.write("b.jpg", encode_tiff({page}, true, 300))).raster.width == 100);
  CHECK(first_page(folder.write("c.tif", encode_jpeg(page, 90, 300))).raster.width == 100);
}
