#pragma once

#include <qpdf/QPDFObjectHandle.hh>

namespace carescan::intake {

/// Corners put in order; `otherwise` where it is no rectangle.
QPDFObjectHandle::Rectangle rectangle_of(QPDFObjectHandle box, const QPDFObjectHandle::Rectangle& otherwise);

/// What lies in both.
QPDFObjectHandle::Rectangle common(const QPDFObjectHandle::Rectangle&, const QPDFObjectHandle::Rectangle&);

/// What of the page a viewer shows: the crop box within the media box (ISO 32000-1, 14.11.2), in points of the page.
QPDFObjectHandle::Rectangle visible_box(QPDFObjectHandle page);

/// Its /Rotate: 0..3 quarters clockwise.
int quarter_turns(QPDFObjectHandle page);

}  // namespace carescan::intake
