#pragma once

#include <opencv2/core.hpp>

#include "pipeline/model/raster.hpp"
#include "pipeline/rehearsal/chance.hpp"
#include "pipeline/rehearsal/scanner.hpp"

namespace carescan::rehearsal {

/// Optics before sampling: their own blur, and at least what keeps fine print from aliasing. The page is 8-bit RGB of
/// `page_px_per_mm`.
cv::Mat through_lens(const cv::Mat& page, double page_px_per_mm, const Scanner&);

/// Paper is never quite white, nor even over the bed; the sensor adds noise.
void expose(cv::Mat& picture, const Scanner&, Chance&);

/// The picture in the scanner's tone: RGB, grey, or black and white by a threshold that follows the paper.
Raster toned(const cv::Mat& picture, const Scanner&, Chance&);

}  // namespace carescan::rehearsal
