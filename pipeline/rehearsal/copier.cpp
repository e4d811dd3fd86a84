#include "pipeline/rehearsal/copier.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace carescan::rehearsal {
namespace {

void speck(cv::Mat& grey, double px_per_mm, Chance& chance) {
  const cv::Point at(chance.integer(0, grey.cols - 1), chance.integer(0, grey.rows - 1));
  const int radius = std::max(1, static_cast<int>(px_per_mm * std::abs(chance.normal(0.05, 0.06))));
  cv::circle(grey, at, radius, chance.uniform(0, 120), cv::FILLED, cv::LINE_AA);
}

void roller_line(cv::Mat& grey, Chance& chance) {
  const int x = chance.integer(0, grey.cols - 1);
  cv::line(grey, {x, 0}, {x + chance.integer(-3, 3), grey.rows - 1}, chance.uniform(170, 215), 1, cv::LINE_AA);
}

// Toner sticks or it does not: an S-curve round a point that the lamp's setting moves. White paper stays white.
cv::Mat contrast(double steepness, double middle) {
  cv::Mat curve(1, 256, CV_8U);
  const auto toner = [&](double grey) { return 1 / (1 + std::exp(-(grey - middle) / steepness)); };
  for (int i = 0; i < 256; ++i)
    curve.at<std::uint8_t>(0, i) = cv::saturate_cast<std::uint8_t>(255 * toner(i) / toner(255));
  return curve;
}

}  // namespace

void make_second_generation(Scanner& scanner, Chance& chance) {
  scanner.second_generation = true;
  const double shrink = chance.uniform(0.97, 1.0);
  scanner.scale_x *= shrink;
  scanner.scale_y *= shrink;
  scanner.skew_sd_deg = 1.0;
  scanner.offset_sd_mm = 1.6;
  if (chance.happens(0.35)) scanner.tone = Tone::bilevel;
  if (scanner.tone == Tone::colour) scanner.tone = Tone::grey;
  if (scanner.tone == Tone::bilevel) scanner.dpi = std::max(scanner.dpi, 200.0);
}

cv::Mat photocopied(const cv::Mat& page, double px_per_mm, Chance& chance) {
  cv::Mat grey, soft, copy, rgb;
  cv::cvtColor(page, grey, cv::COLOR_RGB2GRAY);
  cv::GaussianBlur(grey, soft, {}, px_per_mm * chance.uniform(0.05, 0.09));
  cv::LUT(soft, contrast(chance.uniform(14, 26), chance.uniform(135, 175)), copy);
  for (int i = chance.integer(30, 160); i > 0; --i) speck(copy, px_per_mm, chance);
  if (chance.happens(0.3)) roller_line(copy, chance);
  cv::cvtColor(copy, rgb, cv::COLOR_GRAY2RGB);
  return rgb;
}

}  // namespace carescan::rehearsal
