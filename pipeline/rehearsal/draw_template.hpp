#pragma once

#include <vector>

#include "pipeline/model/form_template.hpp"
#include "pipeline/model/raster.hpp"

namespace carescan::rehearsal {

/// The pages of a form with every field's box, cells and options drawn over the blank in colour and named, at `dpi`.
/// `blanks` are grey, one a page. Critical fields are red, marks green, signatures violet, writing blue.
std::vector<Raster> draw_template(const FormTemplate&, const std::vector<Raster>& blanks, double dpi);

/// Pages in one picture, left to right.
Raster side_by_side(const std::vector<Raster>& pages);

}  // namespace carescan::rehearsal
