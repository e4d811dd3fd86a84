#include "pipeline/forms/printing.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace carescan::forms {

namespace {

// Half-tone greys and tints are above it, thin lines blurred by rendering at 100 dpi below it.
constexpr double ink_below = 0.78;
constexpr double ruled_share = 0.6;
constexpr int directions = 48;

int grey_at(const Raster& raster, std::size_t pixel) {
  if (raster.channels == 1) return raster.pixels[pixel];
  const std::uint8_t* rgb = &raster.pixels[3 * pixel];
  return (299 * rgb[0] + 587 * rgb[1] + 114 * rgb[2] + 500) / 1000;  // ITU-R BT.601 luma
}

int paper_white(const Raster& raster, std::size_t count) {
  std::array<std::size_t, 256> histogram{};
  for (std::size_t i = 0; i < count; ++i) ++histogram[static_cast<std::size_t>(grey_at(raster, i))];
  std::size_t above = 0;
  int level = 255;
  while (level > 0 && (above += histogram[static_cast<std::size_t>(level)]) < count / 10) --level;
  return level;
}

}  // namespace

Printing::Printing(const Raster& blank, double width_mm, double height_mm)
    : width_(blank.width),
      height_(blank.height),
      px_per_mm_x_(blank.width / width_mm),
      px_per_mm_y_(blank.height / height_mm) {
  const std::size_t count = static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_);
  const double threshold = ink_below * paper_white(blank, count);
  ink_.resize(count);
  for (std::size_t i = 0; i < count; ++i) ink_[i] = grey_at(blank, i) < threshold;
}

Printing::Rows Printing::pixels(const BoxMm& box) const {
  const auto at = [](double mm, double scale, int limit) {
    return std::clamp(static_cast<int>(std::lround(mm * scale)), 0, limit);
  };
  return {at(box.x, px_per_mm_x_, width_), at(box.y, px_per_mm_y_, height_), at(box.right(), px_per_mm_x_, width_),
          at(box.bottom(), px_per_mm_y_, height_)};
}

bool Printing::is_ink(int x, int y) const {
  if (x < 0 || y < 0 || x >= width_ || y >= height_) return false;
  return ink_[static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x)] != 0;
}

double Printing::ink_mm2(const BoxMm& box) const {
  const Rows px = pixels(box);
  long ink = 0;
  for (int y = px.top; y < px.bottom; ++y)
    for (int x = px.left; x < px.right; ++x) ink += is_ink(x, y);
  return static_cast<double>(ink) / (px_per_mm_x_ * px_per_mm_y_);
}

double Printing::ink_beside_rules_mm2(const BoxMm& box) const {
  const Rows px = pixels(box);
  long ink = 0;
  for (int y = px.top; y < px.bottom; ++y) {
    long row = 0;
    for (int x = px.left; x < px.right; ++x) row += is_ink(x, y);
    if (static_cast<double>(row) < ruled_share * (px.right - px.left)) ink += row;
  }
  return static_cast<double>(ink) / (px_per_mm_x_ * px_per_mm_y_);
}

bool Printing::meets_ink(PointMm from, PointMm to) const {
  const double length = std::hypot((to.x - from.x) * px_per_mm_x_, (to.y - from.y) * px_per_mm_y_);
  const int steps = std::max(1, static_cast<int>(std::ceil(2 * length)));
  for (int i = 0; i <= steps; ++i) {
    const double t = static_cast<double>(i) / steps;
    const int x = static_cast<int>(std::floor((from.x + t * (to.x - from.x)) * px_per_mm_x_));
    const int y = static_cast<int>(std::floor((from.y + t * (to.y - from.y)) * px_per_mm_y_));
    if (is_ink(x, y)) return true;
  }
  return false;
}

double Printing::framed_share(const BoxMm& box, double slack_mm) const {
  const PointMm middle{box.x + box.width / 2, box.y + box.height / 2};
  int met = 0;
  for (int i = 0; i < directions; ++i) {
    const double angle = 2 * std::numbers::pi * i / directions;
    const double dx = std::cos(angle), dy = std::sin(angle);
    // Way to the edge of the rectangle in this direction.
    const double edge = 1 / std::max(std::abs(dx) / (box.width / 2), std::abs(dy) / (box.height / 2));
    const double near = 0.6 * edge, far = edge + slack_mm;
    met += meets_ink({middle.x + near * dx, middle.y + near * dy}, {middle.x + far * dx, middle.y + far * dy});
  }
  return static_cast<double>(met) / directions;
}

}  // namespace carescan::forms
