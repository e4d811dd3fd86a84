#include "pipeline/intake/write_image.hpp"
#include "tests/unit/intake/tiff_support.hpp"

using namespace intake_tests;

namespace {

/// Corners of a stored picture.
enum Corner { top_left, top_right, bottom_left, bottom_right };

/// Where the corners that a person sees at the top left and the top right are stored, by orientation 1..8 (EXIF 2.32:
/// "the 0th row is at the visual … of the image, and the 0th column is the visual …").
struct Stored {
  Corner seen_top_left, seen_top_right;
};
constexpr Stored stored_at[9] = {{},
                                 {top_left, top_right},
                                 {top_right, top_left},
                                 {bottom_right, bottom_left},
                                 {bottom_left, bottom_right},
                                 {top_left, bottom_left},
                                 {bottom_left, top_left},
                                 {bottom_right, top_right},
                                 {top_right, bottom_right}};

void paint(Raster& r, Corner corner, std::uint8_t value) {
  const int left = corner == top_right || corner == bottom_right ? r.width - 32 : 0;
  const int top = corner == bottom_left || corner == bottom_right ? r.height - 32 : 0;
  for (int y = top; y < top + 32; ++y)
    for (int x = left; x < left + 32; ++x) r.pixels[static_cast<std::size_t>(y * r.width + x)] = value;
}

/// A picture 160 wide and 96 high as stored: black where a person sees the top left corner, grey where the top right.
Raster stored_picture(int orientation) {
  Raster r = carescan::make_raster(160, 96);
  paint(r, stored_at[orientation].seen_top_left, 0);
  paint(r, stored_at[orientation].seen_top_right, 128);
  return r;
}

void check_upright(const Raster& r, int orientation) {
  CAPTURE(orientation);
  CHECK(r.width == (orientation >= 5 ? 96 : 160));
  CHECK(r.height == (orientation >= 5 ? 160 : 96));
  const auto at = [&](int x, int y) { return int{r.pixels[static_cast<std::size_t>((y * r.width + x) * r.channels)]}; };
  CHECK(at(8, 8) < 20);
  CHECK(std::abs(at(r.width - 8, 8) - 128) < 20);
  CHECK(at(8, r.height - 8) > 235);
  CHECK(at(r.width - 8, r.height - 8) > 235);
}

std::string number(unsigned value, int bytes, bool big_endian) {
  std::string out;
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * (big_endian ? bytes - 1 - i : i)) & 0xFF);
  return out;
}

/// An EXIF block with orientation and resolution, in either byte order.
std::string exif(unsigned orientation, unsigned dpi, bool big) {
  const auto n = [&](unsigned value, int bytes) { return number(value, bytes, big); };
  std::string tiff = (big ? "MM" : "II") + n(42, 2) + n(8, 4) + n(4, 2);
  const unsigned values_at = 8 + 2 + 4 * 12 + 4;
  tiff += n(0x0112, 2) + n(3, 2) + n(1, 4) + n(orientation, 2) + n(0, 2);
  tiff += n(0x011A, 2) + n(5, 2) + n(1, 4) + n(values_at, 4);
  tiff += n(0x011B, 2) + n(5, 2) + n(1, 4) + n(values_at + 8, 4);
  tiff += n(0x0128, 2) + n(3, 2) + n(1, 4) + n(2, 2) + n(0, 2);
  return tiff + n(0, 4) + n(dpi, 4) + n(1, 4) + n(dpi, 4) + n(1, 4);
}

/// The JPEG with an EXIF block put before everything else.
std::string with_exif(const std::string& jpeg, const std::string& tiff) {
  const std::string body = std::string("Exif\0\0", 6) + tiff;
  return jpeg.substr(0, 2) + "\xFF\xE1" + number(static_cast<unsigned>(body.size() + 2), 2, true) + body +
         jpeg.substr(2);
}

}  // namespace

TEST_CASE("a JPEG turned by EXIF comes out upright in all eight ways") {
  const Folder folder;
  for (int orientation = 1; orientation <= 8; ++orientation)
    for (const bool big_endian : {true, false}) {
      const std::string jpeg = carescan::intake::encode_jpeg(stored_picture(orientation), 95, 0);
      const auto file =
          folder.write("x.jpg", with_exif(jpeg, exif(static_cast<unsigned>(orientation), 300, big_endian)));
      check_upright(first_page(file).raster, orientation);
    }
}

TEST_CASE("a TIFF turned by its tag comes out upright in all eight ways") {
  const Folder folder;
  for (int orientation = 1; orientation <= 8; ++orientation)
    for (const int tile : {0, 16}) {  // read row by row, and through libtiff's conversion
      TiffKind k;
      k.orientation = orientation;
      k.tile = tile;
      check_upright(first_page(write_tiff(folder / "x.tif", k, 160, rows_of(stored_picture(orientation), 8))).raster,
                    orientation);
    }
}

TEST_CASE("an orientation that does not exist is none") {
  const Folder folder;
  const std::string jpeg = carescan::intake::encode_jpeg(stored_picture(1), 95, 0);
  for (const unsigned odd : {0U, 9U, 255U, 65535U})
    check_upright(first_page(folder.write("x.jpg", with_exif(jpeg, exif(odd, 300, true)))).raster, 1);
}

TEST_CASE("EXIF resolution counts where JFIF gives none") {
  const Folder folder;
  const std::string jpeg = carescan::intake::encode_jpeg(marked_page(1000, 1400), 90, 0);
  CHECK(first_page(folder.write("x.jpg", with_exif(jpeg, exif(1, 150, true)))).dpi == doctest::Approx(150));
}

TEST_CASE("an EXIF block of nonsense harms nothing") {
  const Folder folder;
  const std::string jpeg = carescan::intake::encode_jpeg(stored_picture(1), 95, 0), block = exif(6, 300, true);
  for (std::size_t cut = 0; cut < block.size(); cut += 5)
    CHECK(first_page(folder.write("x.jpg", with_exif(jpeg, block.substr(0, cut)))).raster.size() == 160 * 96);
  std::string wild = block;
  for (std::size_t i = 8; i < wild.size(); ++i) wild[i] = '\xFF';
  CHECK(first_page(folder.write("y.jpg", with_exif(jpeg, wild))).raster.width == 160);
}
