#include "pipeline/imaging/background.hpp"

#include <algorithm>
#include <array>
#include <opencv2/imgproc.hpp>

namespace carescan::imaging {
namespace {

/// Reduced picture of the paper alone. Brightest of a small block first: thin printing is gone before the closing.
cv::Mat paper_brightness(const cv::Mat& grey, double px_per_mm, double paper_mm) {
  const double reduced_px_per_mm = std::min(1.0, px_per_mm);
  const double scale = reduced_px_per_mm / px_per_mm;
  cv::Mat small;
  const cv::Size size(std::max(8, cvRound(grey.cols * scale)), std::max(8, cvRound(grey.rows * scale)));
  cv::resize(grey, small, size, 0, 0, cv::INTER_AREA);
  const int side = std::max(3, cvRound(paper_mm * reduced_px_per_mm) | 1);
  const cv::Mat block = cv::getStructuringElement(cv::MORPH_RECT, {side, side});
  cv::morphologyEx(small, small, cv::MORPH_CLOSE, block, {-1, -1}, 1, cv::BORDER_REFLECT);
  cv::medianBlur(small, small, 5);
  cv::GaussianBlur(small, small, {0, 0}, side / 5.0, 0, cv::BORDER_REPLICATE);
  return small;
}

/// 255 / paper in 1/256 steps. Very dark surroundings (a desk, a lid) are not brightened without end.
std::array<unsigned, 256> gains() {
  std::array<unsigned, 256> gain{};
  for (unsigned paper = 0; paper < 256; ++paper) gain[paper] = (255u * 256u) / std::max(paper, 60u);
  return gain;
}

}  // namespace

cv::Mat even_background(const cv::Mat& grey, double px_per_mm, double paper_mm) {
  const cv::Mat small = paper_brightness(grey, px_per_mm, paper_mm);
  double darkest = 0;
  cv::minMaxLoc(small, &darkest);
  if (darkest >= 253) return grey.clone();
  cv::Mat paper;
  cv::resize(small, paper, grey.size(), 0, 0, cv::INTER_LINEAR);
  const auto gain = gains();
  cv::Mat even(grey.size(), CV_8UC1);
  for (int y = 0; y < grey.rows; ++y) {
    const uchar *from = grey.ptr(y), *white = paper.ptr(y);
    uchar* to = even.ptr(y);
    for (int x = 0; x < grey.cols; ++x)
      to[x] = static_cast<uchar>(std::min(255u, (from[x] * gain[white[x]] + 128u) >> 8));
  }
  return even;
}

}  // namespace carescan::imaging
