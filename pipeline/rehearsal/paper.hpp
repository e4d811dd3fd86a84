#pragma once

#include <map>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "pipeline/model/form_template.hpp"
#include "pipeline/model/raster.hpp"
#include "pipeline/rehearsal/fill.hpp"

namespace carescan::rehearsal {

/// A form filled in with a pen: its pages as 8-bit RGB pictures at the blanks' resolution, and what stands in each
/// field.
struct FilledForm {
  std::vector<cv::Mat> pages;
  std::map<std::string, Filling> fields;
};

/// Answers every field and paints the ink onto copies of the blanks (one raster a page of the template, in order).
FilledForm fill_form(const FormTemplate&, const std::vector<Raster>& blanks, const Writer&, Chance&);

}  // namespace carescan::rehearsal
