#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace carescan::imaging {

/// Resolution of the pictures features are taken from. 100 dpi: an 8-point letter is 6 pixels high.
inline constexpr double feature_px_per_mm = 4;

/// Oriented binary features (ORB: Rublee et al. 2011), kept evenly over the page. A row of `descriptors` each.
struct Features {
  std::vector<cv::KeyPoint> points;  ///< px of the picture they were taken from, OpenCV's frame (pixel centres)
  cv::Mat descriptors;               ///< n × 32 bytes
};

/// Features of a grey picture with white paper; `mask` (0: leave out) may be empty. At most `most`, spread over cells
/// so that a dense paragraph does not take them all.
Features find_features(const cv::Mat& grey, const cv::Mat& mask, int most);

}  // namespace carescan::imaging
