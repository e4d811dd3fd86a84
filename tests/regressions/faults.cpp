#include "tests/regressions/faults.hpp"

#ifndef POINTERHOLDER_TRANSITION
#define POINTERHOLDER_TRANSITION 4
#endif
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>

#include "pipeline/intake/write_image.hpp"

namespace faults {
namespace {

using carescan::intake::encode_scan_pdf;
using carescan::intake::encode_tiff;
using carescan::intake::PdfImage;
using intake_tests::stream;

std::string big_endian(unsigned value, int bytes) {
  std::string out;
  for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(value >> (8 * i) & 0xFF);
  return out;
}

std::string little_endian(unsigned value, int bytes) {
  std::string out;
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFF);
  return out;
}

/// PNG's CRC-32 (its specification, annex D), bit by bit.
unsigned crc(const std::string& bytes) {
  unsigned c = 0xFFFFFFFF;
  for (const char byte : bytes) {
    c ^= static_cast<unsigned char>(byte);
    for (int k = 0; k < 8; ++k) c = (c & 1) != 0 ? 0xEDB88320 ^ c >> 1 : c >> 1;
  }
  return c ^ 0xFFFFFFFF;
}

std::string chunk(const std::string& type, const std::string& body) {
  return big_endian(static_cast<unsigned>(body.size()), 4) + type + body + big_endian(crc(type + body), 4);
}

/// A directory of LONG entries at the end of `file`, pointing on to `next`.
std::string directory(const std::vector<std::pair<unsigned, unsigned>>& entries, unsigned next) {
  std::string out = little_endian(static_cast<unsigned>(entries.size()), 2);
  for (const auto& [tag, value] : entries)
    out += little_endian(tag, 2) + little_endian(4, 2) + little_endian(1, 4) + little_endian(value, 4);
  return out + little_endian(next, 4);
}

std::string tiff(unsigned width, unsigned height, unsigned next) {
  const std::string head = std::string("II*\0", 4) + little_endian(8, 4);
  return head +
         directory(
             {{256, width}, {257, height}, {258, 1}, {259, 4}, {262, 0}, {273, 8}, {277, 1}, {278, height}, {279, 100}},
             next) +
         std::string(100, '\x5A');
}

std::string grey_image(int width, int height) {
  return stream(
      fmt::format("/Type /XObject /Subtype /Image /Width {} /Height {} /BitsPerComponent 8 /ColorSpace /DeviceGray",
                  width, height),
      std::string(100 * 100, '\xC0'));
}

}  // namespace

Ending pages_of(const fs::path& file) {
  Ending end;
  try {
    const PageStream all(intake_tests::one_file(file), "sha", intake_tests::options());
    for (int n = 1; n <= all.size(); ++n) end.pages.push_back(all.read(n).raster);
  } catch (const carescan::Failure& f) {
    end.code = f.code;
  } catch (...) {
    FAIL("something else than a Failure was thrown");
  }
  return end;
}

std::string ending_of(const fs::path& file) {
  return pages_of(file).code;
}

const Raster& sound_page() {
  static const Raster page = intake_tests::bilevel_page(240, 320);
  return page;
}

std::string png() {
  return carescan::intake::encode_png(sound_page(), 300);
}
std::string jpeg() {
  return carescan::intake::encode_jpeg(intake_tests::marked_page(240, 320), 80, 300);
}
std::string scan_pdf() {
  return encode_scan_pdf({sound_page()}, PdfImage::ccitt_g4, 0, 300);
}

std::vector<std::pair<std::string, std::string>> sound_files() {
  const std::vector<Raster> two{sound_page(), sound_page()};
  return {{"a.png", png()},
          {"a.jpg", jpeg()},
          {"g4.tif", encode_tiff(two, true, 300)},
          {"lzw.tif", encode_tiff(two, false, 300)},
          {"jpeg.pdf", encode_scan_pdf(two, PdfImage::jpeg, 80, 300)},
          {"g4.pdf", encode_scan_pdf(two, PdfImage::ccitt_g4, 0, 300)},
          {"flate.pdf", encode_scan_pdf(two, PdfImage::flate, 0, 300)}};
}

std::string flipped(std::string bytes, std::size_t at, int bit) {
  bytes[at] = static_cast<char>(bytes[at] ^ 1 << bit);
  return bytes;
}

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

std::string png_of_size(unsigned width, unsigned height) {
  const std::string header = big_endian(width, 4) + big_endian(height, 4) + std::string("\x08\0\0\0\0", 5);
  return "\x89PNG\r\n\x1a\n" + chunk("IHDR", header) + chunk("IDAT", "x") + chunk("IEND", "");
}

std::string jpeg_of_size(int width, int height) {
  std::string bytes = jpeg();
  const std::size_t frame = bytes.find("\xFF\xC0");  // SOF0: marker, length, precision, height, width
  REQUIRE(frame != std::string::npos);
  bytes.replace(frame + 5, 4,
                big_endian(static_cast<unsigned>(height), 2) + big_endian(static_cast<unsigned>(width), 2));
  return bytes;
}

std::string tiff_of_size(unsigned width, unsigned height) {
  return tiff(width, height, 0);
}
std::string circular_tiff() {
  return tiff(100, 100, 8);
}

std::string two_page_tiff_cut_off() {
  // The first page is whole and points to a second one that is not there.
  return tiff(100, 100, 100'000);
}

std::string padded(std::string jpeg, char with) {
  return jpeg.insert(jpeg.size() - 2, std::string(40, with));
}

std::string encrypted(const std::string& pdf, const std::string& user_password) {
  QPDF source;
  source.processMemoryFile("sound", pdf.data(), pdf.size());
  QPDFWriter writer(source);
  writer.setOutputMemory();
  writer.setR6EncryptionParameters(user_password.c_str(), "owner", true, true, true, true, true, true, qpdf_r3p_none,
                                   true);
  writer.write();
  const auto bytes = writer.getBufferSharedPointer();
  return {reinterpret_cast<const char*>(bytes->getBuffer()), bytes->getSize()};
}

std::string pdf_with_kids(const std::string& kids, int count) {
  return intake_tests::pdf_of({"<</Type /Catalog /Pages 2 0 R>>",
                               fmt::format("<</Type /Pages /Kids [{}] /Count {}>>", kids, count),
                               "<</Type /Page /Parent 2 0 R /MediaBox [0 0 72 72] /Contents 4 0 R /Resources "
                               "<</XObject <</Im0 5 0 R>> >> >>",
                               stream("", "q 72 0 0 72 0 0 cm /Im0 Do Q"), grey_image(100, 100)});
}

std::string pdf_of_image_size(int width, int height) {
  return intake_tests::one_page_pdf("/MediaBox [0 0 72 72]", "q 72 0 0 72 0 0 cm /Im0 Do Q", grey_image(width, height));
}

std::string flate_bomb() {
  std::string pdf = encode_scan_pdf({carescan::make_raster(8000, 8000)}, PdfImage::flate, 0, 300);
  for (const char* key : {"/Width 8000", "/Height 8000"}) {
    const std::size_t at = pdf.find(key);
    REQUIRE(at != std::string::npos);
    pdf.replace(at, std::string(key).size(), std::string(key).substr(0, std::string(key).size() - 4) + "0100");
  }
  return pdf;
}

std::string pdf_with_box(const std::string& box) {
  return intake_tests::one_page_pdf("/MediaBox [" + box + "]", "10 10 m 50 50 l S", grey_image(100, 100));
}

std::string pdf_with_cut_jpeg() {
  const std::string half = jpeg().substr(0, jpeg().size() / 2);
  const std::string image = stream(
      "/Type /XObject /Subtype /Image /Width 240 /Height 320 /BitsPerComponent 8 "
      "/ColorSpace /DeviceGray /Filter /DCTDecode",
      half);
  return intake_tests::one_page_pdf("/MediaBox [0 0 72 96]", "q 72 0 0 96 0 0 cm /Im0 Do Q", image);
}

std::string pdf_parent_of_itself() {
  return intake_tests::pdf_of({"<</Type /Catalog /Pages 2 0 R>>",
                               "<</Type /Pages /Kids [3 0 R] /Count 1 /Parent 2 0 R>>",
                               "<</Type /Page /Parent 2 0 R /MediaBox [0 0 72 72] /Contents 4 0 R>>", stream("", "")});
}

}  // namespace faults
