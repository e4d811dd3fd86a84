#pragma once

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "pipeline/intake/page_stream.hpp"
#include "pipeline/intake/source.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/model/page_image.hpp"

namespace intake_tests {

namespace fs = std::filesystem;
using carescan::Failure;
using carescan::PageImage;
using carescan::Raster;
using carescan::intake::IntakeOptions;
using carescan::intake::PageStream;
using carescan::intake::Source;

/// A folder of its own for one test, gone at its end.
class Folder {
 public:
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "carescan-intake-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    fs::permissions(path_, fs::perms::owner_all, ignored);
    fs::remove_all(path_, ignored);
  }

  fs::path operator/(const std::string& name) const { return path_ / name; }
  const fs::path& path() const { return path_; }
  fs::path write(const std::string& name, const std::string& bytes) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << bytes;
    return path_ / name;
  }

 private:
  fs::path path_;
};

inline IntakeOptions options() {
  IntakeOptions o;
  o.pdf_renderer = fs::path(CARESCAN_BINARY_DIR) / "carescan-pdf";
  return o;
}

inline Source one_file(const fs::path& path) {
  return {path.filename().string(), {path}};
}

/// A page with strong marks that tell its corners apart: black top-left, dark grey top-right, mid grey bottom-left; and
/// a gradient, so that every shift shows.
inline Raster marked_page(int width, int height) {
  Raster r = carescan::make_raster(width, height);
  const int w = width / 4, h = height / 4;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      int value = 255 - (x * 20 / width + y * 20 / height);
      if (x < w && y < h) value = 0;
      if (x >= width - w && y < h) value = 80;
      if (x < w && y >= height - h) value = 140;
      r.pixels[static_cast<std::size_t>(y * width + x)] = static_cast<std::uint8_t>(value);
    }
  return r;
}

/// The same in black and white.
inline Raster bilevel_page(int width, int height) {
  Raster r = marked_page(width, height);
  for (auto& v : r.pixels) v = v < 128 ? 0 : 255;
  return r;
}

inline Raster coloured(const Raster& grey, int red, int green, int blue) {
  Raster r = carescan::make_raster(grey.width, grey.height, 3);
  for (std::size_t i = 0; i < grey.size(); ++i) {
    r.pixels[3 * i] = static_cast<std::uint8_t>(grey.pixels[i] * red / 255);
    r.pixels[3 * i + 1] = static_cast<std::uint8_t>(grey.pixels[i] * green / 255);
    r.pixels[3 * i + 2] = static_cast<std::uint8_t>(grey.pixels[i] * blue / 255);
  }
  return r;
}

/// Mean absolute difference per byte; 999 where shapes differ.
inline double difference(const Raster& a, const Raster& b) {
  if (a.width != b.width || a.height != b.height || a.channels != b.channels) return 999;
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += std::abs(int{a.pixels[i]} - int{b.pixels[i]});
  return a.size() == 0 ? 999 : sum / static_cast<double>(a.size());
}

inline PageImage first_page(const fs::path& path, const IntakeOptions& o = options()) {
  return PageStream(one_file(path), "sha", o).read(1);
}

/// The code of the Failure that opening and reading all pages ends with; "" where all is read.
inline std::string failure_of(const Source& source, const IntakeOptions& o = options()) {
  try {
    const PageStream stream(source, "sha", o);
    for (int n = 1; n <= stream.size(); ++n) (void)stream.read(n);
    return "";
  } catch (const Failure& f) {
    CHECK_FALSE(f.why.empty());
    CHECK_FALSE(f.hint.empty());
    return f.code;
  }
}

inline std::string failure_of(const fs::path& path, const IntakeOptions& o = options()) {
  return failure_of(one_file(path), o);
}

/// A PDF written by hand: `objects[0]` is object 1, the catalogue; a right cross-reference table at its end.
inline std::string pdf_of(const std::vector<std::string>& objects) {
  std::string out = "%PDF-1.7\n";
  std::string xref = fmt::format("xref\n0 {}\n0000000000 65535 f \n", objects.size() + 1);
  for (std::size_t i = 0; i < objects.size(); ++i) {
    xref += fmt::format("{:010} 00000 n \n", out.size());
    out += fmt::format("{} 0 obj\n{}\nendobj\n", i + 1, objects[i]);
  }
  const std::size_t start = out.size();
  return out + xref +
         fmt::format("trailer\n<</Size {} /Root 1 0 R>>\nstartxref\n{}\n%%EOF\n", objects.size() + 1, start);
}

inline std::string stream(const std::string& entries, const std::string& bytes) {
  return fmt::format("<<{} /Length {}>>\nstream\n", entries, bytes.size()) + bytes + "\nendstream";
}

/// A one-page PDF: objects 1 catalogue, 2 page tree, 3 page (its entries), 4 content, 5 image Im0, then `more`.
inline std::string one_page_pdf(const std::string& page_entries, const std::string& content, const std::string& image,
                                const std::vector<std::string>& more = {}) {
  std::vector<std::string> objects{"<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Kids [3 0 R] /Count 1>>",
                                   "<</Type /Page /Parent 2 0 R /Contents 4 0 R /Resources <</XObject <</Im0 5 0 R>> "
                                   "/Font <</F1 <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>> >> >> " +
                                       page_entries + ">>",
                                   stream("", content), image};
  objects.insert(objects.end(), more.begin(), more.end());
  return pdf_of(objects);
}

inline std::string text_of(const Raster& r) {
  return {r.pixels.begin(), r.pixels.end()};
}

/// An image XObject of 8-bit grey samples, not compressed.
inline std::string grey_image(const Raster& r, const std::string& more = "") {
  return stream(fmt::format("/Type /XObject /Subtype /Image /Width {} /Height {} /BitsPerComponent 8 "
                            "/ColorSpace /DeviceGray {}",
                            r.width, r.height, more),
                text_of(r));
}

}  // namespace intake_tests
