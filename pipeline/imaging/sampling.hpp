#pragma once

#include <opencv2/core.hpp>
#include <vector>

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

/// Paints white where people write, each area made smaller by `by_mm` on all sides, in a picture of `shown` at
/// `px_per_mm`: ink must not pull when printing is compared.
void whiten_writing(cv::Mat& picture, const std::vector<BoxMm>& writing, const BoxMm& shown, double px_per_mm,
                    double by_mm);

}  // namespace carescan::imaging
