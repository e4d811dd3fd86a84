#include "pipeline/intake/pdf_file.hpp"

#include <fmt/format.h>

#include <qpdf/QPDF.hh>

#include <algorithm>
#include <cmath>
#include <new>

#include "pipeline/intake/pdf_pages.hpp"
#include "pipeline/intake/pdf_picture.hpp"
#include "pipeline/intake/pdf_scan.hpp"
#include "pipeline/intake/render_pdf.hpp"
#include "pipeline/model/failure.hpp"

namespace carescan::intake {
namespace {

Failure broken(const std::string& name, const std::string& why) {
  return {"pdf-broken", name, why, "save or scan it again"};
}

/// The resolution to render a page at: that of its scan where there is one, so that no pixel is invented or lost.
int dpi_of(const std::optional<PageScan>& scan, const IntakeOptions& options) {
  if (!scan) return options.render_dpi;
  return std::clamp(static_cast<int>(std::lround(std::max(scan->dpi_x, scan->dpi_y))), 100, 600);
}

}  // namespace

struct PdfFile::Impl {
  std::filesystem::path path;
  std::string name;
  QPDF pdf;
  std::vector<QPDFObjectHandle> pages;

  /// The page's embedded scan, decoded; nullopt where the page has to be rendered.
  std::optional<Upright> embedded(const std::optional<PageScan>& scan, const DecodeLimits& limits) {
    if (!scan || !scan->alone) return std::nullopt;
    auto picture = decode_picture(scan->image, limits);
    if (!picture) return std::nullopt;
    picture->orientation = scan->orientation;
    picture->dpi_x = scan->dpi_x;
    picture->dpi_y = scan->dpi_y;
    return upright(std::move(*picture), limits);
  }
};

PdfFile::PdfFile(const std::filesystem::path& path, const std::string& name, int max_pages)
    : impl_(std::make_unique<Impl>()) {
  impl_->path = path;
  impl_->name = name;
  try {
    open_pdf(impl_->pdf, path, name);
    impl_->pages = pages_of(impl_->pdf, name, max_pages);
  } catch (const std::bad_alloc&) {
    throw broken(name, "it needs more memory than there is");
  } catch (const std::exception&) {  // qpdf's, whose messages may hold content
    throw broken(name, "its structure is damaged");
  }
}

PdfFile::~PdfFile() = default;
PdfFile::PdfFile(PdfFile&&) noexcept = default;
PdfFile& PdfFile::operator=(PdfFile&&) noexcept = default;

int PdfFile::size() const {
  return static_cast<int>(impl_->pages.size());
}

Upright PdfFile::read(int number, const IntakeOptions& options) const {
  const DecodeLimits limits{options.max_pixels, impl_->name};
  std::optional<PageScan> scan;
  try {
    scan = scan_of(impl_->pdf, impl_->pages[static_cast<std::size_t>(number - 1)]);
    if (auto page = impl_->embedded(scan, limits)) return std::move(*page);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    throw broken(impl_->name, fmt::format("page {} is damaged", number));
  }
  const RenderOrder order{impl_->path, impl_->name, number, dpi_of(scan, options),
                          options.grey || (scan && scan->grey)};
  return {render_pdf_page(order, options), static_cast<double>(order.dpi)};
}

}  // namespace carescan::intake
