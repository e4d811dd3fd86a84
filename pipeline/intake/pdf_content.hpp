#pragma once

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFMatrix.hh>
#include <qpdf/QPDFObjectHandle.hh>

#include <string>
#include <vector>

namespace carescan::intake {

/// What a page's content paints, as far as a scanned page needs.
struct PageContent {
  struct Painted {
    std::string name;   ///< of the XObject in the page's resources
    QPDFMatrix matrix;  ///< from its unit square to user space
  };
  std::vector<Painted> objects;
  std::vector<QPDFObjectHandle::Rectangle> clips;  ///< upright clipping rectangles, user space
  bool paints_more = false;  ///< text that shows, lines, shadings, odd clips: anything but XObjects
};

/// Follows a page's operators (ISO 32000-1 annex A). Content of more than a few megabytes is no scan's: `paints_more`.
PageContent content_of(QPDF&, QPDFObjectHandle page);

}  // namespace carescan::intake
