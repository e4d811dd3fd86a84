#pragma once

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>

#include <optional>

namespace carescan::intake {

/// The scan that a PDF page is made of.
struct PageScan {
  QPDFObjectHandle image;       ///< the image XObject
  int orientation = 1;          ///< EXIF orientation that shows it as a viewer does: image matrix and /Rotate together
  double dpi_x = 0, dpi_y = 0;  ///< of the stored rows and columns
  bool grey = false;            ///< the image has one channel
  bool alone = false;  ///< it is upright, covers the page and is all there is to see: it may be decoded by itself
};

/// The page's only image, where one covers most of the page; nullopt for any other page (vector text, several images,
/// forms, …). Invisible text over the scan (text render mode 3, as OCR programs leave it) does not count. Conservative:
/// a page whose content is in any way unusual is not `alone`, and is rendered.
std::optional<PageScan> scan_of(QPDF&, QPDFObjectHandle page);

}  // namespace carescan::intake
