#pragma once

#include <filesystem>
#include <string>

#include "pipeline/intake/page_stream.hpp"

namespace carescan::intake {

/// Which page to render, and how.
struct RenderOrder {
  std::filesystem::path file;
  std::string name;  ///< what a Failure shows
  int page = 1;      ///< from 1
  int dpi = 300;
  bool grey = true;
};

/// The page as `carescan-pdf` renders it, turned as a viewer shows it, form fields filled in. Poppler runs as a child
/// with limits, so that a page that crashes, hangs or eats memory costs that page. Throws Failure
/// "pdf-renderer-missing", "pdf-render-timeout", "pdf-page-broken", "pdf-encrypted", "image-too-large".
Raster render_pdf_page(const RenderOrder&, const IntakeOptions&);

}  // namespace carescan::intake
