#pragma once

#include <opencv2/core.hpp>

namespace carescan::imaging {

/// An angle and how far to believe it.
struct Skew {
  double deg = 0;         ///< clockwise positive (y down)
  double confidence = 0;  ///< 0: no peak at all … 1: a single clear one
};

/// Skew from the projection profile (Postl 1986): the shear at which the dark pixels gather in the sharpest rows or
/// columns. `grey` is a reduced picture (about 4 px/mm) with white paper. Looks within ± max_deg of the nearest axis.
Skew skew_by_profile(const cv::Mat& grey, double max_deg);

/// Skew from ruling lines: edges followed from column to column (and row to row), a line fitted to each long one,
/// the length-weighted median of their directions. Same frame and range as skew_by_profile; independent of it.
Skew skew_by_rules(const cv::Mat& grey, double px_per_mm, double max_deg);

}  // namespace carescan::imaging
