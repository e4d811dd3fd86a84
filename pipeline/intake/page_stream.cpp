#include "pipeline/intake/page_stream.hpp"

#include <fmt/format.h>

#include <cassert>
#include <new>
#include <optional>

#include "pipeline/intake/decode.hpp"
#include "pipeline/intake/format.hpp"
#include "pipeline/intake/pdf_file.hpp"
#include "pipeline/intake/upright.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/model/fault_point.hpp"

namespace carescan::intake {
namespace {

/// A compressed picture larger than this is no page: 120 million pixels stored plainly in colour have 360 MB.
constexpr long max_file_bytes = 400'000'000;

Decoded decode_file(const std::filesystem::path& path, Format format, int index, const DecodeLimits& limits) {
  if (format == Format::tiff) return decode_tiff_page(path, index, limits);
  const std::string bytes = bytes_of(path, limits.name, max_file_bytes);
  return format == Format::jpeg ? decode_jpeg(bytes, limits) : decode_png(bytes, limits);
}

int count_pages(const std::filesystem::path& path, Format format, const std::string& name) {
  return format == Format::tiff ? count_tiff_pages(path, name) : 1;
}

}  // namespace

struct PageStream::Impl {
  Source source;
  std::string sha256;
  IntakeOptions options;
  int pages = 0;
  std::optional<Format> format;  ///< of a source of one file
  std::optional<PdfFile> pdf;

  PageImage finished(Upright page, int number) const {
    Raster raster = options.grey ? grey(page.raster) : std::move(page.raster);
    return {std::move(raster), page.dpi, {source.name, sha256, number}};
  }

  Upright read(int number) const {
    if (pdf) return pdf->read(number, options);
    const bool numbered = source.files.size() > 1;
    const auto& path = source.files[numbered ? static_cast<std::size_t>(number - 1) : 0];
    const DecodeLimits limits{options.max_pixels, name_in(source, path)};
    const Format kind = numbered ? format_of(path, limits.name) : *format;
    if (kind == Format::pdf)  // changed since the sources were listed
      throw Failure{"not-an-image", limits.name, "a PDF among numbered pictures", "give it a name of its own"};
    return upright(decode_file(path, kind, numbered ? 0 : number - 1, limits), limits);
  }
};

PageStream::PageStream(const Source& source, const std::string& source_sha256, const IntakeOptions& options)
    : impl_(std::make_unique<Impl>()) {
  impl_->source = source;
  impl_->sha256 = source_sha256;
  impl_->options = options;
  impl_->pages = static_cast<int>(source.files.size());
  if (source.files.size() == 1) {
    impl_->format = format_of(source.files[0], source.name);
    if (impl_->format == Format::pdf) impl_->pdf.emplace(source.files[0], source.name, options.max_pages);
    impl_->pages = impl_->pdf ? impl_->pdf->size() : count_pages(source.files[0], *impl_->format, source.name);
  }
  if (impl_->pages > options.max_pages)
    throw Failure{"too-many-pages", source.name, fmt::format("more than {} pages", options.max_pages),
                  "split the file"};
}

PageStream::~PageStream() = default;
PageStream::PageStream(PageStream&&) noexcept = default;
PageStream& PageStream::operator=(PageStream&&) noexcept = default;

int PageStream::size() const {
  return impl_->pages;
}

PageImage PageStream::read(int number) const {
  assert(number >= 1 && number <= size());
  try {
    if (fault_before(Step::page_memory) != 0) throw std::bad_alloc();
    return impl_->finished(impl_->read(number), number);
  } catch (const std::bad_alloc&) {
    throw Failure{"memory-short", impl_->source.name,
                  fmt::format("page {} needs more memory than there is now", number),
                  "run the same command again with fewer --jobs, or scan at 300 dpi"};
  }
}

std::vector<Raster> load_pages(const std::filesystem::path& file, const IntakeOptions& options) {
  IntakeOptions in_grey = options;
  in_grey.grey = true;
  const PageStream stream({printable_name(file.filename()), {file}}, "", in_grey);
  std::vector<Raster> pages;
  for (int number = 1; number <= stream.size(); ++number) pages.push_back(stream.read(number).raster);
  return pages;
}

}  // namespace carescan::intake
