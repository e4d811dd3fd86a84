#include "pipeline/rehearsal/pen.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "pipeline/rehearsal/writer.hpp"

using namespace carescan;
using namespace carescan::rehearsal;

namespace {

constexpr double px_per_mm = 10;

cv::Mat white_page() {
  return {300, 300, CV_8UC3, cv::Scalar::all(255)};
}

/// Twenty millimetres along y = 15 mm.
Ink stroke() {
  return {{{{{5, 15}, {25, 15}}}, false}};
}

cv::Mat painted(const Pen& pen, cv::Mat page = white_page()) {
  Chance chance(3);
  paint(page, stroke(), pen, {px_per_mm, px_per_mm}, 0, chance);
  return page;
}

double mean_in(const cv::Mat& page, const cv::Rect& where) {
  const cv::Scalar mean = cv::mean(page(where));
  return (mean[0] + mean[1] + mean[2]) / 3;
}

}  // namespace

TEST_CASE("a pen darkens the paper under its stroke and nowhere else") {
  const cv::Mat page = painted({.width_mm = 0.6, .streaks = 0});
  CHECK(mean_in(page, {100, 149, 100, 2}) < 90);
  CHECK(mean_in(page, {0, 0, 300, 140}) == 255);
  CHECK(mean_in(page, {0, 160, 300, 140}) == 255);
}

TEST_CASE("a wider pen covers more and a soft pencil stays lighter") {
  const auto darkness = [](const Pen& pen) { return 255 - mean_in(painted(pen), {0, 0, 300, 300}); };
  const double fine = darkness({.width_mm = 0.3, .streaks = 0}), wide = darkness({.width_mm = 0.9, .streaks = 0});
  CHECK(wide > 2 * fine);
  CHECK(darkness({.width_mm = 0.9, .darkness = 0.4, .streaks = 0}) < 0.7 * wide);
}

TEST_CASE("ink never lightens what is printed") {
  cv::Mat printed = white_page();
  printed(cv::Rect(100, 100, 50, 100)) = cv::Scalar::all(20);
  const cv::Mat before = printed.clone(), after = painted({.colour = {120, 120, 240}}, printed);
  int lightened = 0;
  for (int y = 0; y < after.rows; ++y)
    for (int x = 0; x < 3 * after.cols; ++x) lightened += after.ptr(y)[x] > before.ptr(y)[x] + 1 ? 1 : 0;
  CHECK(lightened == 0);
}

TEST_CASE("pens are of widths and colours that people own") {
  int blue = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Chance chance(seed);
    const Pen pen = pick_pen(chance);
    CHECK(pen.width_mm > 0.15);
    CHECK(pen.width_mm < 1.2);
    CHECK(pen.darkness > 0.2);
    CHECK(pen.darkness <= 1);
    blue += pen.colour[2] > pen.colour[0] + 40 ? 1 : 0;
  }
  CHECK(blue > 10);
  CHECK(blue < 90);
}

TEST_CASE("a mark is about as large as its square and a cancelled square is full") {
  for (const MarkStyle style : {MarkStyle::tick, MarkStyle::cross, MarkStyle::slash, MarkStyle::scribble,
                                MarkStyle::filled, MarkStyle::circle, MarkStyle::dash, MarkStyle::hatching})
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      Chance chance(seed);
      const BoxMm box = extent(write_mark(style, 5, chance));
      CHECK(std::max(box.width, box.height) > 1.2);
      CHECK(std::max(box.width, box.height) < 11);
      CHECK(box.x + box.width / 2 == doctest::Approx(2.5).epsilon(0.9));
    }
  Chance chance(4);
  cv::Mat page = white_page();
  paint(page, placed(cancel_mark(Undoing::filled_in, 5, chance), {.dx = 10, .dy = 10}), {}, {px_per_mm, px_per_mm}, 0,
        chance);
  CHECK(mean_in(page, {110, 110, 30, 30}) < 110);
}

TEST_CASE("a mark is struck through from one side of its square to the other") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Chance chance(seed);
    const Ink strikes = cancel_mark(Undoing::struck_through, 5, chance);
    CHECK(strikes.front().parts.size() >= 2);
    for (const auto& stroke : strikes.front().parts) {
      CHECK(stroke.front().x < 1);
      CHECK(stroke.back().x > 4);
    }
  }
}
