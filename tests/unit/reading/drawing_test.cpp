#include "pipeline/reading/drawing.hpp"

#include <doctest/doctest.h>

#include "paint.hpp"

using namespace carescan;
using namespace carescan::reading;
using namespace carescan::test;

namespace {

const BoxMm body{2, 2, 56, 76};

Field drawing() {
  Field field;
  field.name = "body";
  field.kind = FieldKind::drawing;
  field.box = body;
  return field;
}

/// A printed outline: a frame within the drawing, and a line across it.
Painting outline(const Scanner& scanner = {}) {
  Painting p({0, 0, 60, 80}, scanner);
  return p.frame({15, 10, 30, 60}).rule({15, 40}, {45, 40}, 200);
}

Reading read(const Painting& painting) {
  return read_drawing(drawing(), painting.crop(), {});
}

std::vector<BoxMm> marks(const Painting& painting) {
  const Reading reading = read(painting);
  const auto* found = std::get_if<std::vector<BoxMm>>(&reading.value);
  return found ? *found : std::vector<BoxMm>{};
}

/// Drawn is where the pen's middle went; found is the ink, as wide as the pen and its blur.
void check_near(const BoxMm& found, const BoxMm& drawn) {
  CHECK(std::abs(found.x - drawn.x) < 0.6);
  CHECK(std::abs(found.y - drawn.y) < 0.6);
  CHECK(std::abs(found.right() - drawn.right()) < 0.6);
  CHECK(std::abs(found.bottom() - drawn.bottom()) < 0.6);
}

}  // namespace

TEST_CASE("drawing: an outline that nobody drew on is clearly blank on every scanner") {
  for (const Scanner& scanner : {Scanner{.px_per_mm = 6}, Scanner{.px_per_mm = 8, .noise = 8},
                                 Scanner{.px_per_mm = 8, .bilevel = true}, Scanner{.shift_mm = 0.3}}) {
    const Reading reading = read(outline(scanner));
    CHECK(reading.state == FieldState::blank);
    CHECK(reading.confidence > 0.95);
    CHECK(reading.reasons == std::vector<std::string>{});
  }
}

TEST_CASE("drawing: marks are counted and located from the top and always go to a person") {
  const Reading reading = read(outline().cross({30, 50, 5, 5}).cross({8, 20, 4, 6}));
  CHECK(reading.state == FieldState::read);
  CHECK(reading.reasons == std::vector<std::string>{"drawing-marked"});
  const auto found = std::get<std::vector<BoxMm>>(reading.value);
  REQUIRE(found.size() == 2);
  check_near(found[0], {8, 20, 4, 6});
  check_near(found[1], {30, 50, 5, 5});
  CHECK(reading.text ==
        "2 marks: 5 x 7 mm at 10 mm from the left and 23 mm from the top; 6 x 6 mm at 33 mm from the "
        "left and 53 mm from the top");
}

TEST_CASE("drawing: a mark over the printed outline is one mark") {
  const auto found = marks(outline().cross({12, 37, 6, 6}));
  REQUIRE(found.size() == 1);
  check_near(found[0], {12, 37, 6, 6});
}

TEST_CASE("drawing: strokes beside each other are one shading and marks apart are two") {
  Painting p = outline();
  for (double x = 20; x < 27; x += 1.5) p.line({x, 20}, {x + 1, 25});
  CHECK(marks(p).size() == 1);
  CHECK(marks(outline().cross({20, 20, 3, 3}).cross({27, 20, 3, 3})).size() == 2);
}

TEST_CASE("drawing: a pen's dot and light pencil are marks and dust is none") {
  CHECK(marks(outline().dot({30, 20}, 0.9)).size() == 1);
  CHECK(marks(outline().cross({30, 20, 5, 5}, 60)).size() == 1);
  CHECK(marks(outline().dot({30, 20}, 0.25).dot({20, 60}, 0.25)).empty());
}

TEST_CASE("drawing: a grain of toner is no mark and leaves the drawing to a person") {
  for (const double grain_mm : {0.55, 0.65}) {
    const Reading reading = read(outline().dot({30, 20}, grain_mm));
    CHECK(reading.state == FieldState::blank);
    CHECK(reading.confidence < 0.95);
  }
  CHECK(marks(outline().dot({20, 60}, 0.6).cross({30, 20, 5, 5})).size() == 1);
}

TEST_CASE("drawing: what lies outside the field is none of its marks") {
  CHECK(marks(Painting({0, 0, 80, 80}).cross({64, 20, 5, 5})).empty());
}
