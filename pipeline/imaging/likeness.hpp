#pragma once

#include <opencv2/core.hpp>

namespace carescan::imaging {

/// Where a patch is most alike to a part of a picture.
struct Peak {
  double alike = -1;    ///< normalised cross-correlation there, -1..1
  double x = 0, y = 0;  ///< of the patch's top-left pixel in the picture, to a fraction of a pixel
  bool inside = false;  ///< not at the rim of what was searched: the peak is a peak
};

/// Where the parabola through three neighbouring values has its vertex: steps from the middle one, which is the
/// greatest, within ± half a step; 0 where they do not rise to it.
double vertex(double before, double at, double after);

/// Looks for `patch` everywhere in `seen` (both 8-bit grey, `patch` smaller, sides even): first at half the
/// resolution, then around the best place found there, where the parabola through the peak tells the fraction of a
/// pixel. Sums are whole numbers: the same on every machine. Method: Lewis 1995, Fast Normalized Cross-Correlation.
Peak find_patch(const cv::Mat& seen, const cv::Mat& patch);

/// The likeness of two pictures of one size, -1..1; 0 where either is even.
double likeness(const cv::Mat& a, const cv::Mat& b);

}  // namespace carescan::imaging
