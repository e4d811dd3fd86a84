#pragma once

#include <opencv2/core.hpp>

#include "pipeline/imaging/print.hpp"
#include "pipeline/imaging/register.hpp"

namespace carescan::imaging {

/// The part `area` of the registered page at `px_per_mm`, sampled once from the source through map, local grid and
/// `shift_mm` (added to the template point). White where the scan has nothing. Where the source is finer than the
/// picture it is smoothed first, so that thin lines do not break.
cv::Mat sample(const cv::Mat& source, const Registration&, const PagePrint&, const BoxMm& area, double px_per_mm,
               PointMm shift_mm = {});

/// The same part of the blank print.
cv::Mat sample_blank(const PagePrint&, const BoxMm& area, double px_per_mm);

}  // namespace carescan::imaging
