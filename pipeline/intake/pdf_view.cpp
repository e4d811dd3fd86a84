#include "pipeline/intake/pdf_view.hpp"

#include <algorithm>

#include "pipeline/intake/pdf_pages.hpp"

namespace carescan::intake {

using Rectangle = QPDFObjectHandle::Rectangle;

int quarter_turns(QPDFObjectHandle page) {
  QPDFObjectHandle rotate = inherited(page, "/Rotate");
  const int degrees = rotate.isInteger() ? static_cast<int>(rotate.getIntValue() % 360) : 0;
  return (degrees / 90 + 4) % 4;
}

Rectangle rectangle_of(QPDFObjectHandle box, const Rectangle& otherwise) {
  if (!box.isRectangle()) return otherwise;
  const Rectangle r = box.getArrayAsRectangle();
  return {std::min(r.llx, r.urx), std::min(r.lly, r.ury), std::max(r.llx, r.urx), std::max(r.lly, r.ury)};
}

Rectangle common(const Rectangle& a, const Rectangle& b) {
  return {std::max(a.llx, b.llx), std::max(a.lly, b.lly), std::min(a.urx, b.urx), std::min(a.ury, b.ury)};
}

Rectangle visible_box(QPDFObjectHandle page) {
  const Rectangle media = rectangle_of(inherited(page, "/MediaBox"), {0, 0, 612, 792});
  return common(media, rectangle_of(inherited(page, "/CropBox"), media));
}

}  // namespace carescan::intake
