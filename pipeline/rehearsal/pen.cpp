#include "pipeline/rehearsal/pen.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace carescan::rehearsal {
namespace {

constexpr int sub_bits = 4;  // OpenCV draws at 1/16 pixel

cv::Point fixed(PointMm p, cv::Point2d px_per_mm, cv::Point origin) {
  const double unit = 1 << sub_bits;
  // OpenCV counts from pixel centres, we from corners: half a pixel.
  return {static_cast<int>(std::lround((p.x * px_per_mm.x - 0.5 - origin.x) * unit)),
          static_cast<int>(std::lround((p.y * px_per_mm.y - 0.5 - origin.y) * unit))};
}

// Recorded strokes were thinned to few points; a Catmull-Rom curve through them is what the pen did.
std::vector<PointMm> smooth(const std::vector<PointMm>& points) {
  if (points.size() < 3) return points;
  std::vector<PointMm> curve;
  const auto at = [&](std::ptrdiff_t i) {
    return points[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(i, 0, std::ssize(points) - 1))];
  };
  for (std::ptrdiff_t i = 0; i + 1 < std::ssize(points); ++i)
    for (int step = 0; step < 6; ++step) {
      const double t = step / 6.0, t2 = t * t, t3 = t2 * t;
      const PointMm a = at(i - 1), b = at(i), c = at(i + 1), d = at(i + 2);
      const auto blend = [&](double p, double q, double r, double s) {
        return 0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t2 + (3 * q - p - 3 * r + s) * t3);
      };
      curve.push_back({blend(a.x, b.x, c.x, d.x), blend(a.y, b.y, c.y, d.y)});
    }
  curve.push_back(points.back());
  return curve;
}

void draw(cv::Mat& cover, const Shape& shape, double width_px, cv::Point2d px_per_mm, cv::Point origin) {
  std::vector<std::vector<cv::Point>> paths;
  for (const auto& part : shape.parts) {
    paths.emplace_back();
    for (const PointMm p : shape.filled ? part : smooth(part)) paths.back().push_back(fixed(p, px_per_mm, origin));
  }
  const int width = std::max(1, static_cast<int>(std::lround(width_px)));
  if (shape.filled) cv::fillPoly(cover, paths, 255, cv::LINE_AA, sub_bits);
  if (shape.filled && width_px < 0.7) return;
  for (const auto& path : paths) {
    if (path.size() == 1)
      cv::circle(cover, path[0], std::max(8, static_cast<int>(width_px * 8)), 255, cv::FILLED, cv::LINE_AA, sub_bits);
    else
      cv::polylines(cover, path, shape.filled, 255, width, cv::LINE_AA, sub_bits);
  }
}

// Ink flow: a coarse pattern of lighter places, stretched over the ink.
cv::Mat flow(cv::Size size, double streaks, double px_per_mm, Chance& chance) {
  const cv::Size coarse(std::max(2, static_cast<int>(size.width / px_per_mm / 0.5)),
                        std::max(2, static_cast<int>(size.height / px_per_mm / 0.5)));
  cv::Mat few(coarse, CV_32F), full;
  for (float& value : cv::Mat_<float>(few)) value = static_cast<float>(1 - streaks * std::pow(chance.uniform(0, 1), 2));
  cv::resize(few, full, size, 0, 0, cv::INTER_LINEAR);
  return full;
}

cv::Rect region(const Ink& ink, double margin_mm, cv::Point2d px_per_mm, cv::Size page) {
  const BoxMm box = extent(ink).grown(margin_mm);
  const cv::Rect whole(static_cast<int>(std::floor(box.x * px_per_mm.x)),
                       static_cast<int>(std::floor(box.y * px_per_mm.y)),
                       static_cast<int>(std::ceil(box.width * px_per_mm.x)) + 2,
                       static_cast<int>(std::ceil(box.height * px_per_mm.y)) + 2);
  return whole & cv::Rect({0, 0}, page);
}

}  // namespace

Pen pick_pen(Chance& chance) {
  const double kind = chance.uniform(0, 1), warm = chance.uniform(0, 20);
  if (kind < 0.50)
    return {chance.uniform(0.30, 0.50), {25 + warm, 25 + warm, 30 + warm}, 0.95, 0.15};          // black ball pen
  if (kind < 0.84) return {chance.uniform(0.30, 0.50), {30 + warm, 50 + warm, 150}, 0.92, 0.2};  // blue ball pen
  if (kind < 0.94) return {chance.uniform(0.55, 0.80), {20, 20, 25}, 0.98, 0.04};                // felt pen
  return {chance.uniform(0.40, 0.60), {70, 70, 72}, chance.uniform(0.75, 0.9), 0.35};            // soft pencil
}

Pen typed_pen() {
  return {0.1, {20, 20, 20}, 1, 0.03};
}

void paint(cv::Mat& page, const Ink& ink, const Pen& pen, cv::Point2d px_per_mm, double thicken_mm, Chance& chance) {
  const cv::Rect area = region(ink, pen.width_mm + thicken_mm + 0.5, px_per_mm, page.size());
  if (ink.empty() || area.empty()) return;
  cv::Mat cover = cv::Mat::zeros(area.size(), CV_8U);
  const double width = pen.width_mm * (1 + chance.normal(0, 0.05));
  for (const Shape& shape : ink)
    draw(cover, shape, (shape.filled ? thicken_mm : width) * px_per_mm.x, px_per_mm, area.tl());
  const cv::Mat flowing = flow(area.size(), pen.streaks, px_per_mm.x, chance);
  for (int y = 0; y < area.height; ++y) {
    auto* row = page.ptr<cv::Vec3b>(area.y + y) + area.x;
    for (int x = 0; x < area.width; ++x) {
      const double covered = cover.at<std::uint8_t>(y, x) / 255.0 * pen.darkness * flowing.at<float>(y, x);
      for (int c = 0; c < 3; ++c) {
        const double kept = 1 - covered * (1 - pen.colour[static_cast<std::size_t>(c)] / 255);
        row[x][c] = static_cast<std::uint8_t>(std::lround(row[x][c] * kept));
      }
    }
  }
}

}  // namespace carescan::rehearsal
