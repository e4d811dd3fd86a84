#pragma once

#include <array>
#include <bitset>
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

/// What features a page has, for the short list: a set of hashed pieces of its descriptors. Turn-invariant, 128 kB.
class FeatureWords {
 public:
  static constexpr int pieces = 16;  ///< 16-bit pieces of the 256-bit descriptor
  FeatureWords() = default;
  explicit FeatureWords(const cv::Mat& descriptors);
  bool has(int piece, unsigned word) const { return words_[static_cast<std::size_t>(piece)][word]; }

 private:
  std::array<std::bitset<65536>, pieces> words_{};
};

/// The word of one piece of a descriptor.
unsigned word(const uchar* descriptor, int piece);

}  // namespace carescan::imaging
