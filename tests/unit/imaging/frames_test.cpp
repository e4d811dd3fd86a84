#include "pipeline/imaging/frames.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace carescan;
using namespace carescan::imaging;

namespace {

/// A page of 100 × 60 mm at so many px a mm, to print lines on.
struct Sheet {
  double px_per_mm;
  Raster page;

  explicit Sheet(double scale)
      : px_per_mm(scale), page(make_raster(static_cast<int>(100 * scale), static_cast<int>(60 * scale), 1, 250)) {}

  void fill(const BoxMm& b, std::uint8_t grey = 40) {
    const auto px = [&](double mm) { return static_cast<int>(std::lround(mm * px_per_mm)); };
    for (int y = px(b.y); y < std::max(px(b.bottom()), px(b.y) + 1); ++y)
      for (int x = px(b.x); x < std::max(px(b.right()), px(b.x) + 1); ++x)
        page.pixels[static_cast<std::size_t>(y * page.width + x)] = grey;
  }
  /// Lines of 0.3 mm whose middle is the box.
  void frame(const BoxMm& b) {
    fill({b.x - 0.15, b.y - 0.15, b.width + 0.3, 0.3});
    fill({b.x - 0.15, b.bottom() - 0.15, b.width + 0.3, 0.3});
    fill({b.x - 0.15, b.y - 0.15, 0.3, b.height + 0.3});
    fill({b.right() - 0.15, b.y - 0.15, 0.3, b.height + 0.3});
  }
  /// Lines of one pixel, as PDFs draw them with a width of nothing.
  void hairline(const BoxMm& b) {
    fill({b.x, b.y, b.width, 0});
    fill({b.x, b.bottom(), b.width, 0});
    fill({b.x, b.y, 0, b.height});
    fill({b.right(), b.y, 0, b.height});
  }
  void ring(PointMm middle, double radius, std::uint8_t grey) {
    for (int y = 0; y < page.height; ++y)
      for (int x = 0; x < page.width; ++x) {
        const double r = std::hypot((x + 0.5) / px_per_mm - middle.x, (y + 0.5) / px_per_mm - middle.y);
        if (std::abs(r - radius) < 0.12) page.pixels[static_cast<std::size_t>(y * page.width + x)] = grey;
      }
  }
  Frames frames() const { return find_frames(page, 100, 60); }
};

bool has(const std::vector<BoxMm>& boxes, const BoxMm& wanted, double within = 0.25) {
  for (const BoxMm& b : boxes)
    if (std::abs(b.x - wanted.x) < within && std::abs(b.y - wanted.y) < within &&
        std::abs(b.width - wanted.width) < within && std::abs(b.height - wanted.height) < within)
      return true;
  return false;
}

}  // namespace

TEST_CASE("frames: boxes and squares and combs by the middle of their lines") {
  for (const double scale : {4.0, 8.0, 11.8}) {
    CAPTURE(scale);
    Sheet sheet(scale);
    const BoxMm box{10, 10, 60, 8}, square{80, 11, 4.8, 4.8};
    sheet.frame(box);
    sheet.frame(square);
    for (int i = 0; i < 4; ++i) sheet.frame({10 + 5.6 * i, 30, 5.6, 8.4});
    const Frames found = sheet.frames();
    CHECK(found.cells.size() == 6);
    CHECK(has(found.cells, box));
    CHECK(has(found.cells, square));
    for (int i = 0; i < 4; ++i) CHECK(has(found.cells, {10 + 5.6 * i, 30, 5.6, 8.4}));
    CHECK(found.rings.empty());
  }
}

TEST_CASE("frames: a box of hairlines is one at any resolution") {
  for (const double scale : {5.9, 7.87, 11.81, 23.6}) {
    CAPTURE(scale);
    Sheet sheet(scale);
    sheet.hairline({10, 10, 60, 4.6});
    sheet.hairline({10, 20, 60, 18});
    const Frames frames = sheet.frames();
    CHECK(frames.cells.size() == 2);
    CHECK(has(frames.cells, {10, 10, 60, 4.6}));
    CHECK(has(frames.cells, {10, 20, 60, 18}));
    CHECK(frames.rules.empty());
  }
}

TEST_CASE("frames: a box round boxes is one too and slanted or open outlines are none") {
  Sheet sheet(8);
  sheet.frame({5, 5, 40, 30});
  sheet.frame({10, 10, 10, 10});
  sheet.frame({60, 10, 20, 10});
  sheet.fill({66, 8, 8, 4}, 250);  // a gap in its upper side
  const Frames found = sheet.frames();
  CHECK(found.cells.size() == 2);
  CHECK(has(found.cells, {5, 5, 40, 30}));
  CHECK(has(found.cells, {10, 10, 10, 10}));
}

TEST_CASE("frames: circles and pale circles but no letters") {
  Sheet sheet(11.8);
  sheet.ring({20, 20}, 2, 40);
  sheet.ring({30, 20}, 2, 190);
  sheet.ring({40, 20}, 0.6, 40);  // the o of a label
  const Frames found = sheet.frames();
  REQUIRE(found.rings.size() == 2);
  CHECK(has(found.rings, {18, 18, 4, 4}));
  CHECK(has(found.rings, {28, 18, 4, 4}));
}

TEST_CASE("frames: ruled lines are told and sides of boxes are not") {
  Sheet sheet(8);
  sheet.frame({10, 10, 60, 20});
  sheet.fill({14, 20, 50, 0.25});
  sheet.fill({10, 45, 40, 0.25});
  const Frames found = sheet.frames();
  REQUIRE(found.rules.size() == 2);
  CHECK(found.rules[0].y == doctest::Approx(20).epsilon(0.02));
  CHECK(found.rules[1].width == doctest::Approx(40).epsilon(0.02));
}

TEST_CASE("text: lines of characters beside each other and none of the frames") {
  Sheet sheet(8);
  sheet.frame({40, 8, 30, 8});
  for (int i = 0; i < 6; ++i) sheet.fill({10 + 2.0 * i, 10, 1.2, 2.4});
  for (int i = 0; i < 3; ++i) sheet.fill({10 + 2.0 * i, 40, 1.2, 2.4});
  const std::vector<BoxMm> lines = find_text(sheet.page, 100, 60, sheet.frames());
  REQUIRE(lines.size() == 2);
  CHECK(has(lines, {10, 10, 11.2, 2.4}, 0.4));
  CHECK(has(lines, {10, 40, 5.2, 2.4}, 0.4));
}
