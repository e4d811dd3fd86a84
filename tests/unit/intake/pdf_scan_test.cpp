#include <leptonica/allheaders.h>

#include "pipeline/intake/render_pdf.hpp"
#include "pipeline/intake/write_image.hpp"
#include "tests/unit/intake/tiff_support.hpp"

using namespace intake_tests;
using carescan::intake::encode_scan_pdf;
using carescan::intake::PdfImage;

namespace {

/// Options without a renderer: what is read with them came from the embedded image.
IntakeOptions embedded_only() {
  IntakeOptions o = options();
  o.pdf_renderer = "/nowhere/carescan-pdf";
  return o;
}

bool is_embedded(const fs::path& pdf) {
  return failure_of(pdf, embedded_only()).empty();
}
bool is_rendered(const fs::path& pdf) {
  return failure_of(pdf, embedded_only()) == "pdf-renderer-missing" && failure_of(pdf).empty();
}

/// The page as Poppler draws it: another program's opinion of what upright is.
Raster rendered(const fs::path& pdf, int dpi) {
  return carescan::intake::render_pdf_page({pdf, "x", 1, dpi, true}, options());
}

const Raster& small_page() {
  static const Raster page = marked_page(120, 160);
  return page;
}

/// 120 × 160 pixels on 86.4 × 115.2 points: 100 dpi.
constexpr const char* box = "/MediaBox [0 0 86.4 115.2]";
constexpr const char* paint = "q 86.4 0 0 115.2 0 0 cm /Im0 Do Q";

std::string image_entries(int width, int height, const std::string& more) {
  return fmt::format("/Type /XObject /Subtype /Image /Width {} /Height {} {}", width, height, more);
}

std::string joined(const std::vector<std::string>& rows) {
  std::string out;
  for (const std::string& row : rows) out += row;
  return out;
}

}  // namespace

TEST_CASE("scanner PDFs are read from their embedded images") {
  const Folder folder;
  const Raster a = bilevel_page(600, 800), b = bilevel_page(800, 600);
  for (const PdfImage kind : {PdfImage::jpeg, PdfImage::ccitt_g4, PdfImage::flate}) {
    const auto file = folder.write("x.pdf", encode_scan_pdf({a, b}, kind, 95, 150));
    const PageStream stream(one_file(file), "sha", embedded_only());
    REQUIRE(stream.size() == 2);
    CHECK(difference(stream.read(1).raster, a) < (kind == PdfImage::jpeg ? 1.5 : 1e-9));
    CHECK(difference(stream.read(2).raster, b) < (kind == PdfImage::jpeg ? 1.5 : 1e-9));
    CHECK(stream.read(2).dpi == doctest::Approx(150).epsilon(0.001));
  }
}

TEST_CASE("page turns and mirrored image matrices come out as Poppler shows them") {
  const Folder folder;
  const std::vector<std::string> matrices{"120 0 0 160 0 0",       "-120 0 0 160 120 0",   "120 0 0 -160 0 160",
                                          "-120 0 0 -160 120 160", "0 120 160 0 0 0",      "0 120 -160 0 160 0",
                                          "0 -120 160 0 0 120",    "0 -120 -160 0 160 120"};
  for (const int rotate : {0, 90, 180, 270, -90, 450})
    for (std::size_t i = 0; i < matrices.size(); ++i) {
      CAPTURE(rotate);
      CAPTURE(matrices[i]);
      const std::string page = fmt::format("/MediaBox [0 0 {}] /Rotate {}", i < 4 ? "120 160" : "160 120", rotate);
      const auto file =
          folder.write("x.pdf", one_page_pdf(page, "q " + matrices[i] + " cm /Im0 Do Q", grey_image(small_page())));
      const Raster embedded = first_page(file, embedded_only()).raster;
      CHECK(difference(embedded, rendered(file, 72)) < 3);
    }
}

TEST_CASE("the turn of a page may be inherited from its page tree") {
  const Folder folder;
  const auto file = folder.write(
      "x.pdf", pdf_of({"<</Type /Catalog /Pages 2 0 R>>",
                       "<</Type /Pages /Kids [3 0 R] /Count 1 /Rotate 90 /MediaBox [0 0 86.4 115.2] "
                       "/Resources <</XObject <</Im0 5 0 R>> >> >>",
                       "<</Type /Page /Parent 2 0 R /Contents 4 0 R>>", stream("", paint), grey_image(small_page())}));
  const PageImage page = first_page(file, embedded_only());
  CHECK(page.raster.width == 160);
  CHECK(difference(page.raster, rendered(file, 100)) < 3);
}

TEST_CASE("fax coded images are read in every sense of black") {
  const Folder folder;
  const Raster page = bilevel_page(203, 290);
  TiffKind k;
  k.bits = 1;
  k.photometric = PHOTOMETRIC_MINISWHITE;
  for (const int compression : {COMPRESSION_CCITTFAX4, COMPRESSION_CCITTFAX3})
    for (const bool black_is_1 : {false, true})
      for (const bool inverted : {false, true}) {
        CAPTURE(compression);
        CAPTURE(black_is_1);
        CAPTURE(inverted);
        k.compression = compression;
        // BlackIs1 and an inverted decode array each swap the senses: store the page so that it is seen as it is.
        const Raster& seen = page;
        Raster coded = seen;
        if (black_is_1 != inverted)
          for (auto& v : coded.pixels) v = static_cast<std::uint8_t>(255 - v);
        const std::string tiff = bytes_in(write_tiff(folder / "x.tif", k, 203, rows_of(coded, 1, true)));
        TIFF* t = TIFFOpen((folder / "x.tif").c_str(), "r");
        const auto at = static_cast<std::size_t>(TIFFGetStrileOffset(t, 0)),
                   size = static_cast<std::size_t>(TIFFGetStrileByteCount(t, 0));
        TIFFClose(t);
        const std::string image = stream(
            image_entries(
                203, 290,
                fmt::format("/BitsPerComponent 1 /ColorSpace /DeviceGray {} /Filter /CCITTFaxDecode /DecodeParms "
                            "<</K {} /Columns 203 /Rows 290 /BlackIs1 {} {}>>",
                            inverted ? "/Decode [1 0]" : "", compression == COMPRESSION_CCITTFAX4 ? -1 : 0, black_is_1,
                            compression == COMPRESSION_CCITTFAX4 ? "" : "/EndOfLine true")),
            tiff.substr(at, size));
        const auto file =
            folder.write("x.pdf", one_page_pdf("/MediaBox [0 0 203 290]", "q 203 0 0 290 0 0 cm /Im0 Do Q", image));
        CHECK(difference(first_page(file, embedded_only()).raster, seen) == 0);
        CHECK(difference(rendered(file, 72), seen) < 2);
      }
}

TEST_CASE("fax coding without line ends is left to the renderer") {
  const Folder folder;
  const std::string image = stream(image_entries(16, 16,
                                                 "/BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /CCITTFaxDecode "
                                                 "/DecodeParms <</K 0 /Columns 16 /Rows 16>>"),
                                   std::string(40, '\x35'));
  const auto file = folder.write("x.pdf", one_page_pdf("/MediaBox [0 0 16 16]", "q 16 0 0 16 0 0 cm /Im0 Do Q", image));
  CHECK(failure_of(file, embedded_only()) == "pdf-renderer-missing");
}

TEST_CASE("samples in every common colour space are read as Poppler reads them") {
  const Folder folder;
  const Raster page = small_page(), bits = bilevel_page(120, 160);
  const auto check = [&](const std::string& entries, const std::string& bytes,
                         const std::vector<std::string>& more = {}) {
    CAPTURE(entries);
    const auto file =
        folder.write("x.pdf", one_page_pdf(box, paint, stream(image_entries(120, 160, entries), bytes), more));
    IntakeOptions o = embedded_only();
    o.grey = true;
    CHECK(difference(first_page(file, o).raster, rendered(file, 100)) < 4);
  };
  const std::string rgb = text_of(coloured(page, 255, 160, 90)), one_bit = joined(rows_of(bits, 1));
  check("/BitsPerComponent 8 /ColorSpace /DeviceRGB", rgb);
  check("/BitsPerComponent 8 /ColorSpace [/DeviceGray] /Decode [1 0]", text_of(page));
  check("/BitsPerComponent 8 /ColorSpace [/ICCBased 6 0 R]", text_of(page), {stream("/N 1", "no profile")});
  check("/BitsPerComponent 1 /ColorSpace /DeviceGray", one_bit);
  check("/BitsPerComponent 1 /ColorSpace /DeviceGray /Decode [1 0]", one_bit);
  check("/BitsPerComponent 1 /ColorSpace [/Indexed /DeviceRGB 1 <00408000FF80>]", one_bit);
  check("/BitsPerComponent 1 /ColorSpace [/Indexed /DeviceGray 1 6 0 R]", one_bit,
        {stream("", std::string("\x20\xE0", 2))});
  check("/BitsPerComponent 8 /ColorSpace [/ICCBased 6 0 R]", rgb, {stream("/N 3 /Alternate /DeviceRGB", "no profile")});
  check("/BitsPerComponent 4 /ColorSpace /DeviceGray", std::string(60 * 80, '\x55') + std::string(60 * 80, '\xAA'));
}

TEST_CASE("a JPEG 2000 scan is read through the renderer") {
  const Folder folder;
  PIX* pix = pixCreate(120, 160, 8);
  for (int y = 0; y < 160; ++y)
    for (int x = 0; x < 120; ++x) pixSetPixel(pix, x, y, small_page().pixels[static_cast<std::size_t>(y * 120 + x)]);
  l_uint8* coded = nullptr;
  std::size_t size = 0;
  REQUIRE(pixWriteMemJp2k(&coded, &size, pix, 45, 4, 0, 0) == 0);
  const std::string bytes(reinterpret_cast<const char*>(coded), size);
  lept_free(coded);
  pixDestroy(&pix);
  const std::string entries = image_entries(120, 160, "/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /JPXDecode");
  const auto file = folder.write("x.pdf", one_page_pdf(box, paint, stream(entries, bytes)));
  CHECK(is_rendered(file));
  CHECK(difference(first_page(file).raster, small_page()) < 4);
  const auto cut = folder.write("y.pdf", one_page_pdf(box, paint, stream(entries, bytes.substr(0, size / 3))));
  CHECK(failure_of(cut) == "pdf-page-broken");
}

TEST_CASE("a CMYK scan is light where there is no ink") {
  const Folder folder;
  std::string inks;
  for (const std::uint8_t v : small_page().pixels) inks += std::string(3, '\0') + static_cast<char>(255 - v);
  const auto file = folder.write(
      "x.pdf",
      one_page_pdf(box, paint, stream(image_entries(120, 160, "/BitsPerComponent 8 /ColorSpace /DeviceCMYK"), inks)));
  CHECK(difference(first_page(file, embedded_only()).raster, coloured(small_page(), 255, 255, 255)) < 1);
}

TEST_CASE("invisible text of an OCR layer does not hide the scan and visible text does") {
  const Folder folder;
  const std::string hidden = "BT /F1 9 Tf 3 Tr 5 50 Td (words) Tj ET ";
  const std::string shown = "BT /F1 9 Tf 0 Tr 5 50 Td (words) Tj ET ";
  CHECK(is_embedded(
      folder.write("a.pdf", one_page_pdf(box, std::string(paint) + " " + hidden, grey_image(small_page())))));
  CHECK(is_embedded(folder.write("b.pdf", one_page_pdf(box, hidden + paint, grey_image(small_page())))));
  CHECK(is_rendered(
      folder.write("c.pdf", one_page_pdf(box, std::string(paint) + " " + shown, grey_image(small_page())))));
  // Text mode is part of the graphics state: Q brings back visible text.
  const std::string after = std::string("q 3 Tr ") + paint + " Q BT /F1 9 Tf 5 50 Td (words) Tj ET";
  CHECK(is_rendered(folder.write("d.pdf", one_page_pdf(box, after, grey_image(small_page())))));
}

TEST_CASE("anything unusual about a page makes it rendered") {
  const Folder folder;
  const std::string image = grey_image(small_page());
  const auto check = [&](const std::string& page, const std::string& content, const std::string& picture) {
    CAPTURE(page);
    CAPTURE(content);
    CHECK(is_rendered(folder.write("x.pdf", one_page_pdf(page, content, picture))));
  };
  const std::string also = std::string(box) + " ";
  check(also + "/Annots [<</Type /Annot /Subtype /Square /Rect [9 9 40 40]>>]", paint, image);
  check(box, std::string(paint) + " 10 10 m 50 50 l S", image);               // a line drawn over it
  check(box, std::string(paint) + " 10 10 30 30 re f", image);                // something blacked out
  check(box, "q 20 20 30 30 re W n 86.4 0 0 115.2 0 0 cm /Im0 Do Q", image);  // only a part shows
  check(box, "q 86 2 -2 115 2 0 cm /Im0 Do Q", image);                        // slanting
  check(box, "q 40 0 0 50 9 9 cm /Im0 Do Q", image);                          // a picture on a page
  check(box, std::string(paint) + " " + paint, image);                        // twice
  check("/MediaBox [0 0 86.4 115.2] /CropBox [20 20 80 110]", paint, image);  // cropped
  check(box, "/OC /MC0 BDC " + std::string(paint) + " EMC", image);           // a layer that may be hidden
  check(box, paint, grey_image(small_page(), "/OC <</Type /OCG /Name (scan)>>"));
  check(box, paint, grey_image(small_page(), "/Mask [0 3]"));
  check(box, paint, grey_image(small_page(), "/Decode [0 0.5]"));
}

TEST_CASE("links and a clip round the whole page change nothing") {
  const Folder folder;
  const std::string page =
      std::string(box) + " /Annots [<</Type /Annot /Subtype /Link /Rect [9 9 40 40] /Border [0 0 0]>>]";
  CHECK(is_embedded(folder.write("x.pdf", one_page_pdf(page, "q 0 0 86.4 115.2 re W n 86.4 0 0 115.2 0 0 cm /Im0 Do Q",
                                                       grey_image(small_page())))));
}

TEST_CASE("content in several streams is one content") {
  const Folder folder;
  const auto file = folder.write(
      "x.pdf", pdf_of({"<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Kids [3 0 R] /Count 1>>",
                       "<</Type /Page /Parent 2 0 R /MediaBox [0 0 86.4 115.2] /Contents [4 0 R 6 0 R] "
                       "/Resources <</XObject <</Im0 5 0 R>> >> >>",
                       stream("", "q 86.4 0 0 115.2 0 0 cm"), grey_image(small_page()), stream("", "/Im0 Do Q")}));
  CHECK(difference(first_page(file, embedded_only()).raster, small_page()) == 0);
}

TEST_CASE("a scan that has to be rendered is rendered at its own resolution") {
  const Folder folder;
  const auto file = folder.write("x.pdf", one_page_pdf("/MediaBox [0 0 43.2 57.6]", "q 43.2 0 0 57.6 0 0 cm /Im0 Do Q",
                                                       grey_image(small_page(), "/Mask [0 3]")));
  const PageImage page = first_page(file);
  CHECK(page.dpi == 200);
  CHECK(page.raster.width == 120);
}
