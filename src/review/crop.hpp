#pragma once

#include "pipeline/model/form_template.hpp"
#include "pipeline/model/geometry.hpp"
#include "pipeline/model/raster.hpp"

namespace carescan::web {

/// What is shown round a field's box, mm.
struct Margins {
  double left = 2, top = 2, right = 2, bottom = 2;
};

/// Margins that cut no line of print in half above or below a field: where print of the blank (grey, the whole page)
/// crosses the usual edge, the edge moves out to the next row without print, at most 3.5 mm; where there is none, in
/// towards the box. Lines that stand upright through all of that height (of frames and tables) may be cut.
Margins margins_of_whole_labels(const Raster& blank, const FormPage&, const BoxMm& field);

/// What of a page is shown for a field: its box with what is round it, as far as the page goes. Template mm.
BoxMm crop_box(const BoxMm& field, const FormPage&, const Margins& = {});

/// That part of a registered page's picture; the picture shows the whole page, whatever its size in px.
Raster cut(const Raster& picture, const FormPage&, const BoxMm&);

}  // namespace carescan::web
