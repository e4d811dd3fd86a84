#include "pipeline/intake/write_image.hpp"

#include <doctest/doctest.h>
#include <leptonica/allheaders.h>

#include <cstdint>
#include <cstdlib>
#include <memory>
#ifndef POINTERHOLDER_TRANSITION
#define POINTERHOLDER_TRANSITION 4
#endif
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>

#include "pipeline/intake/pix_raster.hpp"
#include "pipeline/intake/tiff_pages.hpp"
#include "pipeline/model/failure.hpp"

using namespace carescan;
using namespace carescan::intake;

namespace {

// A page with a gradient, sharp bars and a diagonal: nothing in it is symmetric, so a turn or a flip would show.
Raster pattern(int width, int height, int channels) {
  Raster raster = make_raster(width, height, channels);
  std::size_t at = 0;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (int c = 0; c < channels; ++c, ++at) {
        if (x / 7 % 3 == 0 && y < height / 2)
          raster.pixels[at] = 20;
        else if (x == y)
          raster.pixels[at] = 0;
        else
          raster.pixels[at] = static_cast<std::uint8_t>(120 + (x + 40 * c) % 100);
      }
  return raster;
}

Raster thresholded(Raster raster) {
  for (std::uint8_t& pixel : raster.pixels) pixel = pixel < 128 ? 0 : 255;
  return raster;
}

double mean_difference(const Raster& a, const Raster& b) {
  REQUIRE(a.size() == b.size());
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += std::abs(int{a.pixels[i]} - int{b.pixels[i]});
  return sum / static_cast<double>(a.size());
}

struct Opened {
  std::string bytes;  // qpdf reads them in place
  QPDF pdf;
  std::vector<QPDFObjectHandle> images;
};

std::unique_ptr<Opened> open_pdf(const std::string& bytes) {
  auto opened = std::make_unique<Opened>();
  opened->bytes = bytes;
  opened->pdf.processMemoryFile("test.pdf", opened->bytes.data(), opened->bytes.size());
  for (auto& page : QPDFPageDocumentHelper(opened->pdf).getAllPages())
    for (auto& [name, image] : page.getImages()) opened->images.push_back(image);
  return opened;
}

std::string bytes_of(const std::shared_ptr<Buffer>& buffer) {
  return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

}  // namespace

TEST_CASE("png gives back every pixel of grey and colour") {
  for (int channels : {1, 3}) {
    const Raster page = pattern(61, 40, channels);
    const Raster back = decode_image(encode_png(page, 300), "page.png");
    CHECK(back.channels == channels);
    CHECK(back.width == 61);
    CHECK(back.pixels == page.pixels);
  }
}

TEST_CASE("jpeg loses little at high quality and is smaller at low quality") {
  const Raster page = pattern(160, 120, 1);
  const std::string fine = encode_jpeg(page, 95, 200), coarse = encode_jpeg(page, 50, 200);
  CHECK(mean_difference(decode_image(fine, "a.jpg"), page) < 3);
  CHECK(coarse.size() < fine.size());
}

TEST_CASE("the resolution is written into jpeg and png") {
  const std::string jpeg = encode_jpeg(pattern(16, 16, 1), 90, 200);
  REQUIRE(jpeg.substr(6, 4) == "JFIF");
  CHECK(int{static_cast<std::uint8_t>(jpeg[13])} == 1);  // unit: dots an inch
  CHECK((static_cast<std::uint8_t>(jpeg[14]) << 8 | static_cast<std::uint8_t>(jpeg[15])) == 200);
  CHECK(encode_png(pattern(16, 16, 1), 300).find("pHYs") != std::string::npos);
}

TEST_CASE("every encoder writes the same bytes again") {
  const std::vector<Raster> pages{pattern(50, 70, 1), pattern(51, 69, 3)};
  CHECK(encode_png(pages[0], 300) == encode_png(pages[0], 300));
  CHECK(encode_jpeg(pages[1], 80, 300) == encode_jpeg(pages[1], 80, 300));
  CHECK(encode_tiff(pages, true, 300) == encode_tiff(pages, true, 300));
  for (PdfImage kind : {PdfImage::jpeg, PdfImage::ccitt_g4, PdfImage::flate})
    CHECK(encode_scan_pdf(pages, kind, 80, 300) == encode_scan_pdf(pages, kind, 80, 300));
}

TEST_CASE("a tiff holds all its pages in order") {
  const std::vector<Raster> pages{pattern(50, 70, 1), pattern(33, 21, 1), pattern(64, 65, 3)};
  const std::string lzw = encode_tiff(pages, false, 300);
  CHECK(decode_image(lzw, "a.tif").pixels == pages[0].pixels);
  for (std::size_t i = 0; i < pages.size(); ++i) {
    // Leptonica counts TIFF pages from 0 and walks the chain of directories that joining makes.
    Pix* pix = pixReadMemTiff(reinterpret_cast<const l_uint8*>(lzw.data()), lzw.size(), static_cast<l_int32>(i));
    REQUIRE(pix != nullptr);
    CHECK(raster_of(pix).pixels == pages[i].pixels);
    pixDestroy(&pix);
  }
}

TEST_CASE("bilevel tiff is white at 128 and black below") {
  const Raster page = pattern(50, 70, 1);
  CHECK(decode_image(encode_tiff({page}, true, 300), "a.tif").pixels == thresholded(page).pixels);
}

TEST_CASE("a scan pdf holds one image a page under the filter asked for") {
  const std::vector<Raster> pages{pattern(50, 70, 1), pattern(60, 40, 1)};
  const std::pair<PdfImage, std::string> kinds[]{
      {PdfImage::jpeg, "/DCTDecode"}, {PdfImage::ccitt_g4, "/CCITTFaxDecode"}, {PdfImage::flate, "/FlateDecode"}};
  for (const auto& [kind, filter] : kinds) {
    const auto opened = open_pdf(encode_scan_pdf(pages, kind, 80, 300));
    REQUIRE(opened->images.size() == 2);
    CHECK(opened->images[0].getDict().getKey("/Filter").getName() == filter);
    CHECK(opened->images[1].getDict().getKey("/Width").getIntValue() == 60);
  }
}

TEST_CASE("the image of a flate pdf is the raster itself") {
  const Raster page = pattern(50, 70, 3);
  const auto opened = open_pdf(encode_scan_pdf({page}, PdfImage::flate, 0, 300));
  CHECK(bytes_of(opened->images.at(0).getStreamData()) == std::string(page.pixels.begin(), page.pixels.end()));
}

TEST_CASE("the image of a jpeg pdf is a jpeg file") {
  const Raster page = pattern(120, 70, 1);
  const auto opened = open_pdf(encode_scan_pdf({page}, PdfImage::jpeg, 90, 150));
  const std::string jpeg = bytes_of(opened->images.at(0).getRawStreamData());
  CHECK(mean_difference(decode_image(jpeg, "page.jpg"), page) < 4);
}

TEST_CASE("the image of a ccitt pdf is the strip of the group 4 tiff") {
  const Raster page = pattern(120, 70, 1);
  const auto opened = open_pdf(encode_scan_pdf({page}, PdfImage::ccitt_g4, 0, 200));
  CHECK(bytes_of(opened->images.at(0).getRawStreamData()) == strip_of(encode_tiff({page}, true, 200)));
  auto parameters = opened->images.at(0).getDict().getKey("/DecodeParms");
  CHECK(parameters.getKey("/K").getIntValue() == -1);
  CHECK(parameters.getKey("/Columns").getIntValue() == 120);
}

TEST_CASE("the page of a scan pdf has the size of the paper") {
  const auto opened = open_pdf(encode_scan_pdf({pattern(150, 300, 1)}, PdfImage::flate, 0, 150));
  auto page = QPDFPageDocumentHelper(opened->pdf).getAllPages().at(0).getObjectHandle();
  CHECK(page.getKey("/MediaBox").getArrayItem(2).getNumericValue() == doctest::Approx(72));
  CHECK(page.getKey("/MediaBox").getArrayItem(3).getNumericValue() == doctest::Approx(144));
}

TEST_CASE("bytes that are no picture fail with a name and a code") {
  try {
    decode_image("this is no picture at all, only a sentence", "odd.png");
    FAIL("decoded a sentence");
  } catch (const Failure& failure) {
    CHECK(failure.code == "image-broken");
    CHECK(failure.path == "odd.png");
  }
}

TEST_CASE("write_image: a drawn PDF has equal pages of the size in mm and the drawing once") {
  const std::string bytes = encode_drawn_pdf("10 10 20 20 re f\n", 148, 210, 3);
  CHECK(bytes == encode_drawn_pdf("10 10 20 20 re f\n", 148, 210, 3));
  QPDF pdf;
  pdf.processMemoryFile("drawn", bytes.data(), bytes.size());
  std::vector<QPDFObjectHandle> pages = pdf.getAllPages();
  REQUIRE(pages.size() == 3);
  CHECK(pages[2].getKey("/MediaBox").getArrayItem(2).getNumericValue() == doctest::Approx(419.528));
  CHECK(pages[2].getKey("/MediaBox").getArrayItem(3).getNumericValue() == doctest::Approx(595.276));
  QPDFObjectHandle drawing = pages[0].getKey("/Contents");
  CHECK(drawing.getObjGen() == pages[2].getKey("/Contents").getObjGen());
  const auto content = drawing.getStreamData(qpdf_dl_generalized);
  CHECK(std::string(reinterpret_cast<const char*>(content->getBuffer()), content->getSize()) ==
        "2.834646 0 0 2.834646 0 0 cm\n10 10 20 20 re f\n");
}
