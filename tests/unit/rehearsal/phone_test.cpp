#include "pipeline/rehearsal/phone.hpp"

#include <doctest/doctest.h>

#include <set>

#include "pipeline/rehearsal/desk.hpp"
#include "tests/unit/rehearsal/marked_sheet.hpp"

using namespace carescan;
using namespace carescan::rehearsal;

namespace {

const FormPage a4{1, 210, 297};

// Everything that lies on the page's outline lies in the frame.
bool whole_page_in(const View& view) {
  for (double t = 0; t <= 1; t += 0.05)
    for (const PointMm p : {PointMm{t * 210, 0}, PointMm{t * 210, 297}, PointMm{0, t * 297}, PointMm{210, t * 297}}) {
      const PointPx seen = view.warp(p);
      if (seen.x < 0 || seen.y < 0 || seen.x > view.frame.width || seen.y > view.frame.height) return false;
    }
  return true;
}

}  // namespace

TEST_CASE("phones have eight to twelve megapixels and write JPEGs in colour") {
  std::set<int> desks;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Chance chance(seed);
    const Scanner scanner = phone_camera(chance);
    REQUIRE(scanner.phone);
    CHECK(scanner.tone == Tone::colour);
    CHECK(scanner.phone->frame.area() >= 7'900'000);
    CHECK(scanner.phone->frame.area() <= 12'300'000);
    CHECK(scanner.jpeg_quality >= 60);
    CHECK(scanner.jpeg_quality <= 92);
    desks.insert(scanner.phone->desk);
  }
  CHECK(desks.size() == desk_kinds);
}

TEST_CASE("a hand-held camera cuts no edge off and comes near enough") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    Chance chance(seed);
    const Scanner scanner = phone_camera(chance);
    for (const int turn : {0, 90, 180, 270}) {
      const View view = hold(a4, *scanner.phone, turn, chance);
      CHECK(whole_page_in(view));
      CHECK(view.px_per_mm > 7);
      CHECK(view.px_per_mm < 14);
      CHECK(std::abs(view.skew_deg) < 16);  // roll, and what perspective adds to it
      CHECK((view.frame.width > view.frame.height) == (turn % 180 != 0));
    }
  }
}

TEST_CASE("an upright camera sees the page as a map of it") {
  Phone phone{.tilt_sd_deg = 0, .roll_max_deg = 0, .bow_max_mm = 0, .barrel_max = 0};
  Chance chance(1);
  const View view = hold(a4, phone, 0, chance);
  const PointPx a = view.warp({0, 0}), b = view.warp({210, 0}), d = view.warp({0, 297});
  CHECK(b.y == doctest::Approx(a.y));
  CHECK(d.x == doctest::Approx(a.x));
  CHECK((d.y - a.y) / (b.x - a.x) == doctest::Approx(297 / 210.0));
  CHECK((b.x - a.x) / 210 == doctest::Approx(view.px_per_mm).epsilon(0.02));
}

TEST_CASE("turns of the printing are clockwise in a photograph as in a scan") {
  Phone phone{.tilt_sd_deg = 0, .roll_max_deg = 4, .bow_max_mm = 0};
  for (const int turn : {0, 90, 180, 270}) {
    Chance chance(7);
    const View view = hold(a4, phone, turn, chance);
    const PointPx a = view.warp({0, 0}), b = view.warp({210, 0});
    const double heading = std::atan2(b.y - a.y, b.x - a.x) * 180 / std::acos(-1);
    CHECK(std::remainder(heading - turn - view.skew_deg, 360) == doctest::Approx(0).epsilon(0.01));
  }
}

TEST_CASE("bowed paper moves by less than a millimetre in the plane") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Chance chance(seed);
    const Phone phone{};
    View bowed = hold(a4, phone, 0, chance), flat = bowed;
    flat.warp.curl.bow_mm = 0;
    double most = 0;
    for (double x = 0; x <= 210; x += 30)
      for (double y = 0; y <= 297; y += 27) {
        const PointPx p = bowed.warp({x, y}), q = flat.warp({x, y});
        most = std::max(most, std::hypot(p.x - q.x, p.y - q.y) / bowed.px_per_mm);
      }
    CHECK(most < 1);
  }
}

TEST_CASE("desks are neither plain nor all alike") {
  std::vector<double> means;
  for (int kind = 0; kind < desk_kinds; ++kind) {
    Chance chance(3);
    const cv::Mat table = desk(kind, {300, 400}, 3, chance);
    REQUIRE(table.size() == cv::Size(300, 400));
    cv::Scalar mean, spread;
    cv::meanStdDev(table, mean, spread);
    CHECK(spread[0] > 2);
    means.push_back(mean[0]);
  }
  CHECK(*std::max_element(means.begin(), means.end()) - *std::min_element(means.begin(), means.end()) > 80);
}
