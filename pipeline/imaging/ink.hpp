#pragma once

#include <opencv2/core.hpp>

namespace carescan::imaging {

/// What a person added: `scan` with the printing of `blank` (same frame and size, both grey on white) taken away.
/// Printing may be bolder, blurred or off by up to `tolerance_mm`; strokes that cross it are joined again.
cv::Mat ink_of(const cv::Mat& scan, const cv::Mat& blank, double px_per_mm, double tolerance_mm = 0.3);

}  // namespace carescan::imaging
