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
  return sketch_ink(cut_sheet({std::move(page), *id.accepted, print}));
}

double ink_on(const InkSketch& sketch) {
  return ink_mm2(sketch, {0, 0, 210, 297});
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
  CHECK(ink_on(sketch_of(once(1, 0))) < 5);
  CHECK(ink_on(sketch_of(again(1, 0))) < 5);
  CHECK(ink_on(sketch_of(once(1, 30))) > 25);
}

TEST_CASE("sketches of other sizes or without cells have nothing in common") {
  const InkSketch sketch = sketch_of(once(1));
  InkSketch other = sketch;
  other.columns /= 2;
  CHECK(likeness(sketch, other) == 0);
  CHECK(likeness(sketch, {}) == 0);
  CHECK(likeness({}, {}) == 0);
  CHECK(least_likeness(sketch, other) == 0);
  CHECK(likeness(sketch, sketch) == doctest::Approx(1));
}

TEST_CASE("one stroke more is found however much else is the same") {
  double same = 1, added = 0, all_over = 1;
  for (const std::uint64_t ink : {1, 2, 4}) {
    const InkSketch first = sketch_of(once(ink, 40)), more = sketch_of(again(ink, 41));
    same = std::min(same, least_likeness(first, sketch_of(again(ink, 40))));
    added = std::max(added, least_likeness(first, more));
    all_over = std::min(all_over, likeness(first, more));
  }
  MESSAGE("the same sheet at least " << same << ", with a stroke more at most " << added << "; all over at least "
                                     << all_over);
  CHECK(same > 0.9);
  CHECK(added < 0.5);
  CHECK(all_over > 0.9);
}

TEST_CASE("a tick that one sheet has is found beside a black edge that both have") {
  InkSketch plain{140, 198, std::vector<std::uint8_t>(140 * 198, 0)};
  for (std::size_t row = 0; row < 198; ++row) std::fill_n(plain.cells.begin() + static_cast<long>(row * 140), 5, 255);
  InkSketch ticked = plain;
  for (const std::size_t row : {60U, 61U, 62U}) ticked.cells[row * 140 + 70] = 60;
  CHECK(likeness(plain, ticked) > 0.99);
  CHECK(least_likeness(plain, ticked) < 0.8);
  CHECK(least_likeness(plain, plain) == doctest::Approx(1));
  CHECK(ink_mm2(plain, {0, 0, 210, 297}) > 2000);
  CHECK(ink_mm2(plain, {10, 0, 200, 297}) == 0);
  CHECK(ink_mm2(ticked, {100, 85, 20, 20}) == doctest::Approx(180.0 / 255 * 2.25));
}
