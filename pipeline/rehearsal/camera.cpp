#include "pipeline/rehearsal/camera.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace carescan::rehearsal {
namespace {

constexpr double radian = std::numbers::pi / 180;

// The page is the plane z = 0, x right, y down as printed, z into the desk: a camera looks along +z, from z < 0.
struct Pose {
  cv::Vec3d stands, right, down, forward;  // mm; the camera's own axes
};

cv::Vec3d unit(const cv::Vec3d& v) {
  return v / cv::norm(v);
}

// From `distance` above `target`, leaning by `tilt` towards `lean`, turned by `roll` clockwise (all radians).
Pose pose(cv::Vec3d target, double distance, double tilt, double lean, double roll) {
  const cv::Vec3d up(std::sin(tilt) * std::cos(lean), std::sin(tilt) * std::sin(lean), -std::cos(tilt));
  Pose p;
  p.stands = target + distance * up;
  p.forward = -up;
  const cv::Vec3d x_axis(1, 0, 0), level = unit(x_axis - x_axis.dot(p.forward) * p.forward);
  const cv::Vec3d below = p.forward.cross(level);
  p.right = std::cos(roll) * level - std::sin(roll) * below;  // the page turns clockwise as the camera turns back
  p.down = p.forward.cross(p.right);
  return p;
}

// Pinhole projection of the plane z = 0; the principal point is the frame's middle.
cv::Matx33d projection(const Pose& pose, double focal_px, cv::Size frame) {
  const auto row = [&](const cv::Vec3d& axis) { return cv::Matx13d(axis[0], axis[1], -axis.dot(pose.stands)); };
  const cv::Matx13d u = row(pose.right), v = row(pose.down), w = row(pose.forward);
  const cv::Matx13d x = focal_px * u + frame.width / 2.0 * w, y = focal_px * v + frame.height / 2.0 * w;
  return {x(0), x(1), x(2), y(0), y(1), y(2), w(0), w(1), w(2)};
}

// By how much the page's outline overfills the frame less its margin: 1 where it just fits.
double filling(const Warp& warp, const FormPage& page, cv::Size frame) {
  double most = 0;
  for (const double x : {0.0, page.width_mm / 2, page.width_mm})
    for (const double y : {0.0, page.height_mm / 2, page.height_mm}) {
      const PointPx p = warp({x, y});
      most = std::max({most, std::abs(p.x - frame.width / 2.0) / (frame.width / 2.0),
                       std::abs(p.y - frame.height / 2.0) / (frame.height / 2.0)});
    }
  return most;
}

// How far the page's furthest corner lies from the foot of the camera, mm.
double reach(const FormPage& page, PointMm foot) {
  const double x = std::max(std::abs(foot.x), std::abs(page.width_mm - foot.x));
  return std::hypot(x, std::max(std::abs(foot.y), std::abs(page.height_mm - foot.y)));
}

Curl pick_curl(const FormPage& page, const Pose& pose, const Phone& phone, Chance& chance) {
  constexpr double most_mm = 0.8;  // aside: paper that bows more gets smoothed before it is photographed
  Curl curl;
  curl.length_mm = chance.uniform(220, 600);
  curl.phase = chance.uniform(0, 2 * std::numbers::pi);
  curl.direction = chance.uniform(0, std::numbers::pi);
  curl.foot = {pose.stands[0], pose.stands[1]};
  curl.distance_mm = -pose.stands[2];
  const double highest = most_mm * curl.distance_mm / reach(page, curl.foot);
  curl.bow_mm = chance.uniform(0, std::min(phone.bow_max_mm, highest));
  return curl;
}

// What a phone's own correction of its lens leaves over, as a share of the way to the frame's corner.
Lens pick_lens(const Phone& phone, cv::Size frame, Chance& chance) {
  return {chance.uniform(-phone.barrel_max, phone.barrel_max),
          {frame.width / 2.0, frame.height / 2.0},
          std::hypot(frame.width, frame.height) / 2};
}

// How far the printing at the page's middle is turned in the frame, degrees clockwise.
double heading(const Warp& warp, PointMm middle) {
  const PointPx left = warp({middle.x - 1, middle.y}), right = warp({middle.x + 1, middle.y});
  return std::atan2(right.y - left.y, right.x - left.x) / radian;
}

}  // namespace

View hold(const FormPage& page, const Phone& phone, int turn_deg, Chance& chance) {
  View view;
  view.turn_deg = turn_deg;
  view.frame = turn_deg % 180 == 0 ? phone.frame : cv::Size(phone.frame.height, phone.frame.width);
  const double focal_px = phone.focal * std::hypot(phone.frame.width, phone.frame.height);
  const double tilt = std::min(std::abs(chance.normal(0, phone.tilt_sd_deg)), phone.tilt_max_deg) * radian;
  const double lean = chance.uniform(-std::numbers::pi, std::numbers::pi);
  const double roll =
      (turn_deg + std::clamp(chance.normal(0, phone.roll_max_deg / 2.5), -phone.roll_max_deg, phone.roll_max_deg)) *
      radian;
  const cv::Vec3d target(page.width_mm / 2 + chance.normal(0, 5), page.height_mm / 2 + chance.normal(0, 5), 0);
  const double fill = chance.uniform(0.82, 0.97);
  double distance = focal_px * page.height_mm / phone.frame.height;
  Pose stand{};
  for (int i = 0; i < 12; ++i) {  // step back until the page fills just so much of the frame
    stand = pose(target, distance, tilt, lean, roll);
    view.warp = Warp(projection(stand, focal_px, view.frame));
    distance *= 1 + (filling(view.warp, page, view.frame) / fill - 1) * 0.8;
  }
  view.warp.curl = pick_curl(page, stand, phone, chance);
  view.warp.lens = pick_lens(phone, view.frame, chance);
  const PointMm middle{page.width_mm / 2, page.height_mm / 2};
  view.skew_deg = std::remainder(heading(view.warp, middle) - turn_deg, 360);
  view.px_per_mm = focal_px / distance;
  return view;
}

}  // namespace carescan::rehearsal
