#include "pipeline/rehearsal/dirt.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "pipeline/rehearsal/clouds.hpp"

namespace carescan::rehearsal {
namespace {

using Path = std::vector<cv::Point2d>;

constexpr int sub_bits = 4;  // OpenCV draws at 1/16 pixel

cv::Point fixed(cv::Point2d px) {
  return {static_cast<int>(std::lround((px.x - 0.5) * (1 << sub_bits))),
          static_cast<int>(std::lround((px.y - 0.5) * (1 << sub_bits)))};
}

void fill(cv::Mat& page, const Path& path, const cv::Scalar& colour) {
  std::vector<cv::Point> points;
  for (const cv::Point2d p : path) points.push_back(fixed(p));
  cv::fillPoly(page, std::vector<std::vector<cv::Point>>{points}, colour, cv::LINE_AA, sub_bits);
}

void draw(cv::Mat& page, const Path& path, double width_px, const cv::Scalar& colour) {
  std::vector<cv::Point> points;
  for (const cv::Point2d p : path) points.push_back(fixed(p));
  const int width = std::max(1, static_cast<int>(std::lround(width_px)));
  cv::polylines(page, std::vector<std::vector<cv::Point>>{points}, false, colour, width, cv::LINE_AA, sub_bits);
}

// Darkens round a path, softly: shadows.
void shadow(cv::Mat& page, const Path& path, double width_px, double soft_px, double depth) {
  cv::Rect2d box(path.front(), cv::Size2d(0, 0));
  for (const cv::Point2d p : path) box |= cv::Rect2d(p - cv::Point2d(0.5, 0.5), cv::Size2d(1, 1));
  const int margin = static_cast<int>(width_px + 3 * soft_px) + 2;
  const cv::Rect area = cv::Rect(static_cast<int>(box.x) - margin, static_cast<int>(box.y) - margin,
                                 static_cast<int>(box.width) + 2 * margin, static_cast<int>(box.height) + 2 * margin) &
                        cv::Rect({0, 0}, page.size());
  if (area.empty()) return;
  cv::Mat light(area.size(), CV_8UC3, cv::Scalar::all(255)), part = page(area);
  Path moved = path;
  for (cv::Point2d& p : moved) p -= cv::Point2d(area.tl());
  draw(light, moved, width_px, cv::Scalar::all(255 * (1 - depth)));
  cv::GaussianBlur(light, light, {}, soft_px);
  cv::multiply(part, light, part, 1 / 255.0);
}

// The corner's own axes: x and y run inwards from it.
struct Corner {
  bool right = false, low = false;
  cv::Size page;
  cv::Point2d operator()(double x, double y) const { return {right ? page.width - x : x, low ? page.height - y : y}; }
};

// Multiplies the map by `colour` (share kept per channel) where `amount` (0..1) says so.
void tint(cv::Mat& map, int x, int y, const std::array<float, 3>& colour, float amount) {
  auto& pixel = map.at<cv::Vec3b>(y, x);
  for (int c = 0; c < 3; ++c)
    pixel[c] = cv::saturate_cast<std::uint8_t>(static_cast<float>(pixel[c]) *
                                               (1 - amount * (1 - colour[static_cast<std::size_t>(c)])));
}

constexpr std::array<float, 3> coffee{0.72F, 0.58F, 0.42F};

}  // namespace

void punch_holes(cv::Mat& page, double px_per_mm, int count, bool right, double lid) {
  const double middle = page.rows / 2.0;
  for (int i = 0; i < count; ++i) {
    const double y = middle + (i - (count - 1) / 2.0) * 80 * px_per_mm;
    const cv::Point at = fixed({right ? page.cols - 12 * px_per_mm : 12 * px_per_mm, y});
    const auto radius = static_cast<int>(3 * px_per_mm * (1 << sub_bits));
    cv::circle(page, at, radius, cv::Scalar::all(lid), cv::FILLED, cv::LINE_AA, sub_bits);
    cv::ellipse(page, at, {radius, radius}, 0, 180, 280, cv::Scalar::all(lid * 0.55 + 40),
                std::max(1, static_cast<int>(px_per_mm / 4)), cv::LINE_AA, sub_bits);
  }
}

void staple(cv::Mat& page, double px_per_mm, Chance& chance) {
  const double angle = chance.uniform(-0.9, 0.1), length = 11 * px_per_mm;
  const cv::Point2d from(chance.uniform(5, 10) * px_per_mm, chance.uniform(8, 14) * px_per_mm);
  const cv::Point2d to = from + cv::Point2d(std::cos(angle), std::sin(angle)) * length;
  const cv::Point2d aside(0.5 * px_per_mm, 0.7 * px_per_mm);
  shadow(page, {from + aside, to + aside}, 0.8 * px_per_mm, 0.35 * px_per_mm, 0.5);
  draw(page, {from, to}, 0.55 * px_per_mm, cv::Scalar::all(chance.uniform(120, 165)));
  draw(page, {from - aside * 0.15, to - aside * 0.15}, 0.15 * px_per_mm, cv::Scalar::all(225));
}

void fold_corner(cv::Mat& page, double px_per_mm, double lid, Chance& chance) {
  const Corner corner{chance.happens(0.5), chance.happens(0.6), page.size()};
  const double a = chance.uniform(8, 24) * px_per_mm, b = a * chance.uniform(0.6, 1.5);
  const cv::Point2d one = corner(a, 0), other = corner(0, b), tip = corner(0, 0);
  const cv::Point2d along = other - one;
  const double t = (tip - one).dot(along) / along.dot(along);
  const cv::Point2d folded_tip = 2 * (one + t * along) - tip;  // the tip mirrored in the fold
  if (chance.happens(0.5)) {
    const cv::Point2d aside = (folded_tip - tip) * 0.04;
    shadow(page, {one + aside, folded_tip + aside, other + aside}, 0.5 * px_per_mm, 0.8 * px_per_mm, 0.5);
    const cv::Vec3b paper = page.at<cv::Vec3b>(page.rows / 2, 2);
    fill(page, {one, folded_tip, other}, cv::Scalar(paper[0], paper[1], paper[2]) * chance.uniform(0.93, 0.99));
  }
  shadow(page, {one, other}, 0.4 * px_per_mm, 0.5 * px_per_mm, 0.35);
  fill(page, {one, tip, other}, cv::Scalar::all(lid));
}

void tear_edge(cv::Mat& page, double px_per_mm, double lid, Chance& chance) {
  const bool right = chance.happens(0.5);
  const double depth = chance.uniform(1.5, 5) * px_per_mm, length = chance.uniform(15, 60) * px_per_mm;
  const double from = chance.uniform(0.05, 0.75) * page.rows, edge = right ? page.cols : 0;
  const int steps = std::max(8, static_cast<int>(length / px_per_mm / 0.8));
  Path missing{{edge, from}};
  for (int i = 0; i <= steps; ++i) {
    const double t = static_cast<double>(i) / steps;
    const double inwards = depth * std::sin(std::numbers::pi * t) + px_per_mm * chance.uniform(0, 0.5);
    missing.push_back({right ? edge - inwards : inwards, from + t * length});
  }
  missing.push_back({edge, from + length});
  draw(page, missing, 1.1 * px_per_mm, cv::Scalar::all(244));
  fill(page, missing, cv::Scalar::all(lid));
}

void shade_crease(cv::Mat& page, double px_per_mm, const Crease& crease, Chance& chance) {
  const double at = crease.at_mm * px_per_mm;
  const auto path = [&](double beside) {
    Path points;
    const double length = crease.across ? page.cols : page.rows;
    for (double along = 0; along < length + 4 * px_per_mm; along += 4 * px_per_mm) {
      const double off = at + beside + px_per_mm * chance.uniform(-0.06, 0.06);
      points.push_back(crease.across ? cv::Point2d(along, off) : cv::Point2d(off, along));
    }
    return points;
  };
  shadow(page, path(1.6 * px_per_mm), 2.2 * px_per_mm, 1.1 * px_per_mm, chance.uniform(0.05, 0.16));
  shadow(page, path(0), 0.25 * px_per_mm, 0.12 * px_per_mm, chance.uniform(0.15, 0.5));
  if (chance.happens(0.6)) draw(page, path(-0.3 * px_per_mm), 0.2 * px_per_mm, cv::Scalar::all(246));  // worn fibres
}

void stain(cv::Mat& map, double px_per_mm, Chance& chance) {
  const double radius = chance.uniform(6, 32) * px_per_mm;
  const cv::Point2d at(chance.uniform(0, map.cols), chance.uniform(0, map.rows));
  const cv::Mat edge = clouds(map.size(), {radius, radius}, 3, chance);
  const auto depth = static_cast<float>(chance.uniform(0.15, 0.6));
  const auto soft = static_cast<float>(chance.uniform(0.03, 0.25));
  for (int y = 0; y < map.rows; ++y)
    for (int x = 0; x < map.cols; ++x) {
      const auto away = static_cast<float>(std::hypot(x - at.x, y - at.y) / radius) + edge.at<float>(y, x) - 0.5F;
      if (away > 1 + soft) continue;
      const float inside = 1 - smooth_step(1 - soft, 1 + soft, away), rim = smooth_step(0.75F, 1, away);
      tint(map, x, y, coffee, depth * inside * (0.6F + 0.4F * rim));
    }
}

void coffee_ring(cv::Mat& map, double px_per_mm, Chance& chance) {
  const double radius = chance.uniform(32, 44) * px_per_mm, begins = chance.uniform(-3, 3);
  const cv::Point2d at(chance.uniform(0.1, 0.9) * map.cols, chance.uniform(0.1, 0.9) * map.rows);
  const cv::Mat uneven = clouds(map.size(), {12 * px_per_mm, 12 * px_per_mm}, 3, chance);
  const auto width = static_cast<float>(chance.uniform(0.8, 2) * px_per_mm);
  const auto depth = static_cast<float>(chance.uniform(0.4, 0.9));
  for (int y = 0; y < map.rows; ++y)
    for (int x = 0; x < map.cols; ++x) {
      const double away = std::hypot(x - at.x, y - at.y) - radius, angle = std::atan2(y - at.y, x - at.x);
      if (away > 3 * width) continue;
      const float wet = uneven.at<float>(y, x) * static_cast<float>(0.7 + 0.3 * std::cos(angle - begins));
      const auto t = static_cast<float>(away) / width;
      const float line = std::exp(-t * t) * smooth_step(0.2F, 0.7F, wet), pool = away < 0 ? 0.08F * wet : 0;
      tint(map, x, y, coffee, std::min(1.0F, depth * (line * 1.2F + pool)));
    }
}

}  // namespace carescan::rehearsal
