#pragma once

#include "pipeline/model/form_template.hpp"
#include "pipeline/model/geometry.hpp"
#include "pipeline/model/raster.hpp"

namespace carescan::web {

/// What is shown round a field's box, mm.
constexpr double crop_margin_mm = 2;

/// What of a page is shown for a field: its box with `margin_mm` round it, as far as the page goes. Template mm.
BoxMm crop_box(const BoxMm& field, const FormPage&, double margin_mm);

/// That part of a registered page's picture; the picture shows the whole page, whatever its size in px.
Raster cut(const Raster& picture, const FormPage&, const BoxMm&);

}  // namespace carescan::web
