#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "pipeline/intake/source.hpp"
#include "pipeline/model/page_image.hpp"

namespace carescan::intake {

/// Limits on hostile input, and where the PDF renderer is.
struct IntakeOptions {
  /// The child program that renders PDF pages which are not one embedded scan: `carescan-pdf`.
  std::filesystem::path pdf_renderer;
  /// A page of more pixels is refused ("image-too-large"). More: bombs cost more memory. A4 at 600 dpi has 35 million.
  long max_pixels = 120'000'000;
  /// A source of more pages is refused ("too-many-pages").
  int max_pages = 10'000;
  /// The renderer is stopped after this long ("pdf-render-timeout").
  int render_seconds = 60;
  /// Resolution of rendered pages (those of an unusual scanned image: the image's own).
  int render_dpi = 300;
  /// Every page as grey, whatever the file has.
  bool grey = false;
};

/// The pages of one source, decoded one at a time so that memory stays flat.
class PageStream {
 public:
  /// Opens the source and counts its pages. Throws Failure: "file-empty", "file-unreadable", "not-an-image",
  /// "image-broken" (a TIFF whose list of pages is cut off), "pdf-encrypted" (an empty user password is tried first),
  /// "pdf-broken", "pdf-no-pages", "too-many-pages". A picture of a numbered set that cannot be read fails in read().
  PageStream(const Source&, const std::string& source_sha256, const IntakeOptions&);
  ~PageStream();
  PageStream(PageStream&&) noexcept;
  PageStream& operator=(PageStream&&) noexcept;

  int size() const;
  /// Page `number` from 1: a PDF page that is one scan as its embedded image (DCT and Flate by qpdf, CCITT through a
  /// TIFF header), any other rendered; TIFF, JPEG (EXIF orientation applied) and PNG. 16-bit, CMYK, palette and alpha
  /// come out as 8-bit grey or RGB on white. Throws Failure ("image-too-large", "image-broken", "image-unsupported",
  /// "pdf-broken", "pdf-page-broken", "pdf-render-timeout", "pdf-renderer-missing", …).
  PageImage read(int number) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// All pages of one file as grey rasters: for blanks of templates, which are few and small. Throws as PageStream does.
std::vector<Raster> load_pages(const std::filesystem::path& file, const IntakeOptions&);

}  // namespace carescan::intake
