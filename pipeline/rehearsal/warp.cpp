#include "pipeline/rehearsal/warp.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace carescan::rehearsal {
namespace {

cv::Point2d projected(const cv::Matx33d& map, double x, double y) {
  const double w = map(2, 0) * x + map(2, 1) * y + map(2, 2);
  return {(map(0, 0) * x + map(0, 1) * y + map(0, 2)) / w, (map(1, 0) * x + map(1, 1) * y + map(1, 2)) / w};
}

double wave_at(const Wave& wave, double y) {
  return wave.height_px * std::sin(2 * std::numbers::pi * y / wave.length_px + wave.phase);
}

// How far a point moves, mm.
cv::Point2d shift_of(const Crease& crease, PointMm p) {
  const double beyond = (crease.across ? p.y : p.x) - crease.at_mm;
  const double t = std::clamp(beyond / crease.width_mm + 0.5, 0.0, 1.0);
  const double nearer = -crease.kink_mm * t * t * (3 - 2 * t), along = crease.slide * std::max(0.0, beyond);
  return crease.across ? cv::Point2d(along, nearer) : cv::Point2d(nearer, along);
}

cv::Point2d shift_of(const Curl& curl, PointMm p) {
  const double along = p.x * std::cos(curl.direction) + p.y * std::sin(curl.direction);
  const double height = curl.bow_mm * (1 + std::sin(2 * std::numbers::pi * along / curl.length_mm + curl.phase)) / 2;
  const double parallax = height / (curl.distance_mm - height);
  return {(p.x - curl.foot.x) * parallax, (p.y - curl.foot.y) * parallax};
}

cv::Point2d through(const Lens& lens, cv::Point2d p) {
  const cv::Point2d out(p.x - lens.middle.x, p.y - lens.middle.y);
  return p + out * (lens.barrel * out.dot(out) / (lens.radius_px * lens.radius_px));
}

// A lens bends by a hundredth at most: each round leaves a thirtieth of the error.
cv::Point2d before(const Lens& lens, cv::Point2d seen) {
  cv::Point2d p = seen;
  for (int i = 0; i < 5; ++i) p += seen - through(lens, p);
  return p;
}

}  // namespace

Warp::Warp(const cv::Matx33d& view) : to_px_(view), to_mm_(view.inv()) {}

double Warp::rolled(double y) const {
  double row = y + wave_at(wave, y);
  const double arrived = row;
  for (const Slip& slip : slips)
    if (arrived >= slip.from_px) row -= slip.rows;
  return row;
}

// The wave is far slower than its height: three rounds invert it to a thousandth of a pixel.
double Warp::unrolled(double y) const {
  double arrived = y;
  for (const Slip& slip : slips)
    if (arrived >= slip.from_px - std::max(0, slip.rows)) arrived += slip.rows;
  double straight = arrived;
  for (int i = 0; i < 3; ++i) straight = arrived - wave_at(wave, straight);
  return straight;
}

PointMm Warp::bent(PointMm p) const {
  cv::Point2d shift = shift_of(curl, p);
  for (const Crease& crease : creases) shift += shift_of(crease, p);
  return {p.x + shift.x, p.y + shift.y};
}

// Paper bends slowly: each round leaves less than a sixth of the error.
PointMm Warp::unbent(PointMm seen) const {
  PointMm p = seen;
  for (int i = 0; i < 6; ++i) {
    const PointMm there = bent(p);
    p = {p.x + seen.x - there.x, p.y + seen.y - there.y};
  }
  return p;
}

PointPx Warp::operator()(PointMm p) const {
  const PointMm on_bed = flat() ? p : bent(p);
  const cv::Point2d seen = through(lens, projected(to_px_, on_bed.x, on_bed.y));
  return {seen.x, rolled(seen.y)};
}

PointMm Warp::on_paper(PointPx straight) const {
  const cv::Point2d pinhole =
      lens.barrel == 0 ? cv::Point2d(straight.x, straight.y) : before(lens, {straight.x, straight.y});
  const cv::Point2d p = projected(to_mm_, pinhole.x, pinhole.y);
  return flat() ? PointMm{p.x, p.y} : unbent({p.x, p.y});
}

PointMm Warp::back(PointPx p) const {
  return on_paper({p.x, unrolled(p.y)});
}

template <typename Place>
void Warp::interpolate(cv::Mat& map, const Place& place) const {
  constexpr int step = 4;
  std::vector<double> straight;
  for (int y = 0; y < map.rows; ++y) straight.push_back(unrolled(y + 0.5));
  const auto [least, most] = std::minmax_element(straight.begin(), straight.end());
  const double top = std::floor(*least);
  cv::Mat nodes(static_cast<int>((*most - top) / step) + 2, (map.cols - 1) / step + 2, CV_32FC2);
  for (int j = 0; j < nodes.rows; ++j)
    for (int i = 0; i < nodes.cols; ++i) nodes.at<cv::Vec2f>(j, i) = place(i * step + 0.5, top + j * step);
  std::vector<cv::Vec2f> between(static_cast<std::size_t>(nodes.cols));
  for (int y = 0; y < map.rows; ++y) {
    const double at = (straight[static_cast<std::size_t>(y)] - top) / step;
    const int above = static_cast<int>(at);
    const auto down = static_cast<float>(at - above);
    for (int i = 0; i < nodes.cols; ++i)
      between[static_cast<std::size_t>(i)] =
          nodes.at<cv::Vec2f>(above, i) * (1 - down) + nodes.at<cv::Vec2f>(above + 1, i) * down;
    auto* row = map.ptr<cv::Vec2f>(y);
    for (int x = 0; x < map.cols; ++x) {
      const auto i = static_cast<std::size_t>(x / step);
      const float along = static_cast<float>(x % step) / step;
      row[x] = between[i] * (1 - along) + between[i + 1] * along;
    }
  }
}

// Flat paper is projected pixel by pixel. Bent paper is looked up at every fourth pixel of every fourth row, before the
// feeder's wave, and interpolated: a fold that is 1.5 mm wide then lies within 0.01 mm.
cv::Mat Warp::taken_from(cv::Size picture, cv::Point2d page_px_per_mm) const {
  const auto place = [&](double x, double straight) {
    const PointMm p = on_paper({x, straight});
    return cv::Vec2f(static_cast<float>(p.x * page_px_per_mm.x - 0.5),
                     static_cast<float>(p.y * page_px_per_mm.y - 0.5));
  };
  cv::Mat map(picture, CV_32FC2);
  if (!projective()) {
    interpolate(map, place);
    return map;
  }
  for (int y = 0; y < picture.height; ++y) {
    const double straight = unrolled(y + 0.5);
    auto* row = map.ptr<cv::Vec2f>(y);
    for (int x = 0; x < picture.width; ++x) row[x] = place(x + 0.5, straight);
  }
  return map;
}

}  // namespace carescan::rehearsal
