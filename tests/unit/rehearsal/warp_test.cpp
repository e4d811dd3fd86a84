#include "pipeline/rehearsal/warp.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace carescan;
using namespace carescan::rehearsal;

namespace {

// Ten pixels a millimetre, turned by a degree, shifted.
Warp slanted() {
  const double c = 10 * std::cos(0.0175), s = 10 * std::sin(0.0175);
  return Warp(cv::Matx33d(c, -s, 30, s, c, -12, 0, 0, 1));
}

double way_back_error(const Warp& warp) {
  double most = 0;
  for (double x = 5; x < 210; x += 17)
    for (double y = 5; y < 297; y += 13) {
      const PointMm back = warp.back(warp({x, y}));
      most = std::max(most, std::hypot(back.x - x, back.y - y));
    }
  return most;
}

}  // namespace

TEST_CASE("every bend of a warp can be undone to a thousandth of a millimetre") {
  Warp warp = slanted();
  CHECK(way_back_error(warp) < 1e-9);
  warp.wave = {3, 2000, 0.4};
  CHECK(way_back_error(warp) < 1e-3);
  warp.creases = {{true, 99, 0.3, 0.0005, 1.5}, {false, 105, 0.3, -0.0005, 3}};
  CHECK(way_back_error(warp) < 1e-3);
  warp.curl = {2, 250, 1, 0.7, {160, 20}, 260};
  CHECK(way_back_error(warp) < 1e-3);
  warp.lens = {-0.01, {1050, 1485}, 1800};
  CHECK(way_back_error(warp) < 1e-3);
}

TEST_CASE("a lens leaves its middle alone and bends with the cube of the way out") {
  Warp warp;
  warp.lens = {0.01, {100, 150}, 100};
  CHECK(warp({100, 150}) == PointPx{100, 150});
  CHECK(warp({200, 150}).x == doctest::Approx(201));
  CHECK(warp({150, 150}).x == doctest::Approx(150.125));
  CHECK(warp({100, 50}).y == doctest::Approx(49));
}

TEST_CASE("paper beyond a fold comes nearer and what lies before it stays") {
  Warp warp;
  warp.creases = {{true, 100, 0.3, 0.001, 2}};
  CHECK(warp({50, 90}) == PointPx{50, 90});
  CHECK(warp({50, 110}).y == doctest::Approx(109.7));
  CHECK(warp({50, 110}).x == doctest::Approx(50.01));
}

TEST_CASE("what bows towards the camera is seen further from its foot") {
  Warp warp;
  warp.curl = {2, 100, 0, 0, {0, 0}, 200};
  // A quarter of the wave along, the paper is 2 mm high: seen at 25 · 200 / 198.
  CHECK(warp({25, 40}).x == doctest::Approx(25 * 200.0 / 198));
  CHECK(warp({25, 40}).y == doctest::Approx(40 * 200.0 / 198));
  CHECK(warp({75, 40}).x == doctest::Approx(75));
}

TEST_CASE("lost lines move up what follows and repeated ones move it down") {
  Warp warp;
  warp.slips = {{100, 2}, {200, -1}};
  CHECK(warp({5, 50}).y == 50);
  CHECK(warp({5, 150}).y == 148);
  CHECK(warp({5, 250}).y == 249);
  for (const double y : {50.0, 97.5, 150.0, 198.5, 250.0}) CHECK(warp.back(warp({5, y})).y == doctest::Approx(y));
}

TEST_CASE("the map for painting agrees with the warp at every pixel") {
  Warp bent = slanted();
  bent.wave = {2, 900, 1};
  bent.creases = {{true, 40, 0.3, 0.0005, 2}};
  bent.curl = {2, 150, 0, 1, {40, 20}, 300};
  for (const Warp& warp : {slanted(), bent}) {
    const cv::Mat map = warp.taken_from({901, 799}, {12, 11});
    double most = 0;
    for (int y = 0; y < map.rows; y += 7)
      for (int x = 0; x < map.cols; x += 5) {
        const PointMm p = warp.back({x + 0.5, y + 0.5});
        const auto there = map.at<cv::Vec2f>(y, x);
        most = std::max(most, std::hypot(there[0] + 0.5 - p.x * 12, there[1] + 0.5 - p.y * 11));
      }
    CHECK(most < 0.12);  // a hundredth of a millimetre
  }
}
