#include "pipeline/imaging/background.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace carescan::imaging {
namespace {

/// Gains are kept in 1/256, weights between two rows of them in 1/32: all products fit 16 bits, so that the compiler
/// works on eight pixels at a time.
constexpr unsigned gain_unit = 256, weight_unit = 32;
/// What is darker than this is no paper, however deep the shadow: it is not brightened further.
constexpr unsigned darkest_paper = 60;

/// 255 / paper for each pixel of the small picture, as wide as the large one.
cv::Mat gain_rows(const cv::Mat& paper, int width) {
  std::array<std::uint16_t, 256> gain{};
  for (unsigned white = 0; white < 256; ++white)
    gain[white] = static_cast<std::uint16_t>(255u * gain_unit / std::max(white, darkest_paper));
  cv::Mat small(paper.size(), CV_16UC1), wide;
  for (int y = 0; y < paper.rows; ++y)
    for (int x = 0; x < paper.cols; ++x) small.at<std::uint16_t>(y, x) = gain[paper.at<uchar>(y, x)];
  cv::resize(small, wide, {width, paper.rows}, 0, 0, cv::INTER_LINEAR);
  return wide;
}

void divide_row(const uchar* from, const std::uint16_t* above, const std::uint16_t* below, std::uint16_t weight,
                uchar* to, int width) {
  for (int x = 0; x < width; ++x) {
    const auto mixed = static_cast<std::uint16_t>(above[x] * (weight_unit - weight) + below[x] * weight);
    const auto gain = static_cast<std::uint16_t>(mixed / weight_unit);
    const auto grey = static_cast<std::uint16_t>(from[x] * 256u + 128u);
    const auto even = static_cast<std::uint16_t>((static_cast<std::uint32_t>(grey) * gain) >> 16);
    to[x] = static_cast<uchar>(std::min<std::uint16_t>(255, even));
  }
}

}  // namespace

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

bool is_white(const cv::Mat& paper) {
  double darkest = 0;
  cv::minMaxLoc(paper, &darkest);
  return darkest >= 253;
}

void divide_by_paper(const cv::Mat& grey, const cv::Mat& paper, cv::Mat& even) {
  const cv::Mat gains = gain_rows(paper, grey.cols);
  even.create(grey.size(), CV_8UC1);
  for (int y = 0; y < grey.rows; ++y) {
    const double at = std::clamp((y + 0.5) * paper.rows / grey.rows - 0.5, 0.0, paper.rows - 1.0);
    const int above = static_cast<int>(at), below = std::min(above + 1, paper.rows - 1);
    const auto weight = static_cast<std::uint16_t>(std::lround((at - above) * weight_unit));
    divide_row(grey.ptr(y), gains.ptr<std::uint16_t>(above), gains.ptr<std::uint16_t>(below), weight, even.ptr(y),
               grey.cols);
  }
}

cv::Mat even_background(const cv::Mat& grey, double px_per_mm) {
  const cv::Mat paper = paper_brightness(grey, px_per_mm);
  if (is_white(paper)) return grey.clone();
  cv::Mat even;
  divide_by_paper(grey, paper, even);
  return even;
}

}  // namespace carescan::imaging
