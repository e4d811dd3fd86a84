#pragma once

#include <opencv2/core.hpp>

#include "pipeline/model/form_template.hpp"
#include "pipeline/model/page_image.hpp"
#include "pipeline/rehearsal/chance.hpp"
#include "pipeline/rehearsal/scanner.hpp"

namespace carescan::bench {

/// Resolution at which made-up pages are printed.
inline constexpr double made_up_px_per_mm = 300 / mm_per_inch;

/// Made-up words of letters `size_mm` high on a baseline (mm): enough of them to find a page by.
void print_words(cv::Mat& page, PointMm baseline, double room_mm, double size_mm, rehearsal::Chance&);

/// A filled page (8-bit RGB) as a scanner delivers it, JPEG loss included.
PageImage through(const cv::Mat& page, const FormPage&, const rehearsal::Scanner&, rehearsal::Chance&);

}  // namespace carescan::bench
