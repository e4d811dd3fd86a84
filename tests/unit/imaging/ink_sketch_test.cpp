#include "pipeline/imaging/ink_sketch.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/unit/imaging/paper.hpp"

using namespace carescan;
using namespace carescan::imaging;

namespace {

/// How a sheet whose ink is number `ink` looks after one way through a scanner.
paper::Scanner once(std::uint64_t ink, int strokes = 30) {
  paper::Scanner s;
  s.seed = ink;
  s.ink_strokes = strokes;
  s.skew_deg = 0.8;
  return s;
}

/// The same sheet again, on a worse day: other skew, scale, resolution, light and direction.
paper::Scanner again(std::uint64_t ink, int strokes = 30) {
  paper::Scanner s = once(ink, strokes);
  s.dpi = 200;
  s.skew_deg = -1.7;
  s.scale_x = 1.012;
  s.scale_y = 0.995;
  s.stretch_mm = 0.2;
  s.darkness = 0.7;
  s.noise = 8;
  s.quarter_turns = 2;
  return s;
}

InkSketch sketch_of(const paper::Scanner& scanner) {
  static const paper::Form form = paper::draw_form(3);
  static const PagePrint print = form.print();
  Straightened page = straighten(paper::scan(form, scanner).image);
  const Identification id = identify(page, {print});
  REQUIRE(id.accepted.has_value());
  return sketch_ink({std::move(page), *id.accepted, print});
}

}  // namespace

TEST_CASE("the same sheet through two scanners is known again and another is not") {
  double same = 1, other = 0;
  for (const std::uint64_t ink : {1, 2, 3}) {
    const InkSketch first = sketch_of(once(ink));
    same = std::min(same, likeness(first, sketch_of(again(ink))));
    other = std::max(other, likeness(first, sketch_of(again(ink + 10))));
  }
  MESSAGE("the same sheet at least " << same << ", another at most " << other);
  CHECK(same > 0.95);
  CHECK(other < 0.7);
}

TEST_CASE("an empty form has next to no ink and a written one has") {
  CHECK(ink_mm2(sketch_of(once(1, 0))) < 5);
  CHECK(ink_mm2(sketch_of(again(1, 0))) < 5);
  CHECK(ink_mm2(sketch_of(once(1, 30))) > 25);
}

TEST_CASE("sketches of other sizes or without cells have nothing in common") {
  const InkSketch sketch = sketch_of(once(1));
  InkSketch other = sketch;
  other.columns /= 2;
  CHECK(likeness(sketch, other) == 0);
  CHECK(likeness(sketch, {}) == 0);
  CHECK(likeness({}, {}) == 0);
  CHECK(likeness(sketch, sketch) == doctest::Approx(1));
}
