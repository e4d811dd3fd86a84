#include "pipeline/rehearsal/sensor.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace carescan::rehearsal {

cv::Mat through_lens(const cv::Mat& page, double page_px_per_mm, const Scanner& scanner) {
  const double shrink = page_px_per_mm * mm_per_inch / scanner.dpi;
  const double sigma = std::hypot(scanner.blur_mm * page_px_per_mm, 0.35 * std::max(0.0, shrink - 1));
  cv::Mat soft;
  cv::GaussianBlur(page, soft, {}, std::max(0.3, sigma));
  return soft;
}

void expose(cv::Mat& picture, const Scanner& scanner, Chance& chance) {
  std::vector<double> grain(4096);
  for (double& value : grain) value = chance.normal(0, scanner.noise);
  const double across = chance.normal(0, 2), down = chance.normal(0, 2), floor = chance.uniform(4, 18);
  std::uint32_t at = static_cast<std::uint32_t>(chance.integer(1, 1 << 30));
  for (int y = 0; y < picture.rows; ++y)
    for (int x = 0; x < picture.cols; ++x) {
      const double light = scanner.paper + across * x / picture.cols + down * y / picture.rows;
      for (int c = 0; c < 3; ++c) {
        at = at * 1664525u + 1013904223u;  // Numerical Recipes: fast, and the same everywhere
        auto& value = picture.at<cv::Vec3b>(y, x)[c];
        value = cv::saturate_cast<std::uint8_t>(floor + (light - floor) * value / 255 + grain[at >> 20]);
      }
    }
}

Raster toned(const cv::Mat& picture, const Scanner& scanner, Chance& chance) {
  cv::Mat tone = picture;
  if (scanner.tone != Tone::colour) cv::cvtColor(picture, tone, cv::COLOR_RGB2GRAY);
  if (scanner.tone == Tone::bilevel) {
    // The scanner's own threshold follows the paper: what is clearly darker than its surroundings is black.
    cv::Mat around;
    cv::boxFilter(tone, around, -1, cv::Size(101, 101));
    const double below = chance.uniform(0.70, 0.80);
    for (int y = 0; y < tone.rows; ++y)
      for (int x = 0; x < tone.cols; ++x) {
        const double limit = below * std::max<double>(around.at<std::uint8_t>(y, x), 0.75 * scanner.paper);
        tone.at<std::uint8_t>(y, x) = tone.at<std::uint8_t>(y, x) < limit ? 0 : 255;
      }
  }
  Raster raster = make_raster(tone.cols, tone.rows, tone.channels());
  tone.copyTo(cv::Mat(tone.rows, tone.cols, tone.type(), raster.pixels.data()));
  return raster;
}

}  // namespace carescan::rehearsal
