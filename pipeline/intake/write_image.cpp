#include "pipeline/intake/write_image.hpp"

#include <fmt/format.h>
#include <leptonica/allheaders.h>

#include <cassert>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <new>
#include <utility>
#ifndef POINTERHOLDER_TRANSITION
#define POINTERHOLDER_TRANSITION 4  // qpdf 11: std::shared_ptr, without the warning that says so
#endif
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFWriter.hh>

#include "pipeline/intake/pix_raster.hpp"
#include "pipeline/intake/tiff_pages.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/model/geometry.hpp"

namespace carescan::intake {
namespace {

constexpr double points_per_inch = 72;

// What a Leptonica encoder wrote into memory of its own.
template <typename Encoder>
std::string encoded(const Encoder& encode) {
  l_uint8* bytes = nullptr;
  std::size_t size = 0;
  const bool failed = encode(&bytes, &size) != 0;
  const std::unique_ptr<l_uint8, decltype(&std::free)> owner(bytes, &std::free);
  assert(!failed && "encoders fail only when memory is gone");
  if (failed || !bytes) throw std::bad_alloc();
  return {reinterpret_cast<const char*>(bytes), size};
}

std::string encode_tiff_page(const Raster& raster, bool bilevel, Resolution dpi) {
  const PixPtr pix = bilevel ? bilevel_pix_of(raster, dpi.x) : pix_of(raster, dpi.x);
  pixSetResolution(pix.get(), static_cast<l_int32>(std::lround(dpi.x)), static_cast<l_int32>(std::lround(dpi.y)));
  return encoded([&](l_uint8** bytes, std::size_t* size) {
    return pixWriteMemTiff(bytes, size, pix.get(), bilevel ? IFF_TIFF_G4 : IFF_TIFF_LZW);
  });
}

std::string raw_pixels(const Raster& raster) {
  return {raster.pixels.begin(), raster.pixels.end()};
}

QPDFObjectHandle image_stream(QPDF& pdf, const Raster& raster, PdfImage kind, int jpeg_quality, Resolution dpi) {
  QPDFObjectHandle image = pdf.newStream();
  QPDFObjectHandle dict = image.getDict();
  const bool bilevel = kind == PdfImage::ccitt_g4;
  dict.replaceKey("/Type", QPDFObjectHandle::newName("/XObject"));
  dict.replaceKey("/Subtype", QPDFObjectHandle::newName("/Image"));
  dict.replaceKey("/Width", QPDFObjectHandle::newInteger(raster.width));
  dict.replaceKey("/Height", QPDFObjectHandle::newInteger(raster.height));
  dict.replaceKey("/BitsPerComponent", QPDFObjectHandle::newInteger(bilevel ? 1 : 8));
  dict.replaceKey("/ColorSpace",
                  QPDFObjectHandle::newName(raster.channels == 3 && !bilevel ? "/DeviceRGB" : "/DeviceGray"));
  const auto none = QPDFObjectHandle::newNull();
  if (kind == PdfImage::jpeg) {
    image.replaceStreamData(encode_jpeg(raster, jpeg_quality, dpi.x), QPDFObjectHandle::newName("/DCTDecode"), none);
  } else if (bilevel) {
    const auto parameters =
        QPDFObjectHandle::parse(fmt::format("<</K -1 /Columns {} /Rows {}>>", raster.width, raster.height));
    image.replaceStreamData(strip_of(encode_tiff_page(raster, true, dpi)), QPDFObjectHandle::newName("/CCITTFaxDecode"),
                            parameters);
  } else {
    image.replaceStreamData(raw_pixels(raster), none, none);  // the writer deflates it
  }
  return image;
}

QPDFObjectHandle scan_page(QPDF& pdf, const Raster& raster, PdfImage kind, int jpeg_quality, Resolution dpi) {
  const double width = raster.width * points_per_inch / dpi.x, height = raster.height * points_per_inch / dpi.y;
  QPDFObjectHandle page = QPDFObjectHandle::parse(
      fmt::format("<</Type /Page /MediaBox [0 0 {:.3f} {:.3f}] /Resources <</XObject <<>> >> >>", width, height));
  page.getKey("/Resources")
      .getKey("/XObject")
      .replaceKey("/Im0", pdf.makeIndirectObject(image_stream(pdf, raster, kind, jpeg_quality, dpi)));
  page.replaceKey("/Contents", pdf.newStream(fmt::format("q {:.3f} 0 0 {:.3f} 0 0 cm /Im0 Do Q\n", width, height)));
  return pdf.makeIndirectObject(page);
}

std::string written(QPDF& pdf) {
  QPDFWriter writer(pdf);
  writer.setOutputMemory();
  writer.setDeterministicID(true);
  writer.setObjectStreamMode(qpdf_o_disable);  // as most scanners write it
  writer.write();
  const std::shared_ptr<Buffer> bytes = writer.getBufferSharedPointer();
  return {reinterpret_cast<const char*>(bytes->getBuffer()), bytes->getSize()};
}

}  // namespace

std::string encode_png(const Raster& raster, double dpi) {
  const PixPtr pix = pix_of(raster, dpi);
  return encoded([&](l_uint8** bytes, std::size_t* size) { return pixWriteMemPng(bytes, size, pix.get(), 0); });
}

std::string encode_jpeg(const Raster& raster, int quality, double dpi) {
  const PixPtr pix = pix_of(raster, dpi);
  return encoded(
      [&](l_uint8** bytes, std::size_t* size) { return pixWriteMemJpeg(bytes, size, pix.get(), quality, 0); });
}

std::string encode_tiff(const std::vector<Raster>& rasters, bool bilevel, Resolution dpi) {
  std::vector<std::string> pages;
  for (const Raster& raster : rasters) pages.push_back(encode_tiff_page(raster, bilevel, dpi));
  return join_tiffs(pages);
}

std::string encode_scan_pdf(const std::vector<Raster>& rasters, PdfImage kind, int jpeg_quality, Resolution dpi) {
  assert(dpi.x > 0 && dpi.y > 0);
  QPDF pdf;
  pdf.emptyPDF();
  for (const Raster& raster : rasters)
    QPDFPageDocumentHelper(pdf).addPage(scan_page(pdf, raster, kind, jpeg_quality, dpi), false);
  return written(pdf);
}

std::string encode_drawn_pdf(const std::string& drawing, double width_mm, double height_mm, int count) {
  constexpr double points_per_mm = points_per_inch / mm_per_inch;
  constexpr const char* font = "<</Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding>>";
  QPDF pdf;
  pdf.emptyPDF();
  QPDFObjectHandle fonts = QPDFObjectHandle::newDictionary();
  for (const auto& [name, base] : {std::pair{"/Regular", "Helvetica"}, std::pair{"/Bold", "Helvetica-Bold"}})
    fonts.replaceKey(name, pdf.makeIndirectObject(QPDFObjectHandle::parse(fmt::format(fmt::runtime(font), base))));
  const QPDFObjectHandle contents = pdf.newStream(fmt::format("{0:.6f} 0 0 {0:.6f} 0 0 cm\n", points_per_mm) + drawing);
  for (int i = 0; i < count; ++i) {
    QPDFObjectHandle page = QPDFObjectHandle::parse(
        fmt::format("<</Type /Page /MediaBox [0 0 {:.3f} {:.3f}] /Resources <</ProcSet [/PDF /Text]>> >>",
                    width_mm * points_per_mm, height_mm * points_per_mm));
    page.getKey("/Resources").replaceKey("/Font", fonts);
    page.replaceKey("/Contents", contents);
    QPDFPageDocumentHelper(pdf).addPage(pdf.makeIndirectObject(page), false);
  }
  return written(pdf);
}

Raster decode_image(const std::string& bytes, const std::string& name) {
  setMsgSeverity(L_SEVERITY_NONE);  // what is wrong is said once, by the Failure
  const PixPtr pix(pixReadMem(reinterpret_cast<const l_uint8*>(bytes.data()), bytes.size()));
  Raster raster = raster_of(pix.get());
  if (raster.empty())
    throw Failure{"image-broken", name, "the picture cannot be decoded", "open it in a viewer and save it again"};
  return raster;
}

}  // namespace carescan::intake
