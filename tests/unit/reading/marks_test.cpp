#include <doctest/doctest.h>

#include <algorithm>

#include "paint.hpp"
#include "pipeline/reading/marks.hpp"

using namespace carescan;
using namespace carescan::reading;
using namespace carescan::test;

namespace {

const BoxMm page_area{0, 0, 14, 14};
const BoxMm box{5, 5, 4, 4};

Mark judged(const Painting& painting, const BoxMm& own = box, const std::vector<BoxMm>& rivals = {}) {
  return judge_mark(mark_features({painting.crop(), own, rivals}));
}

/// What the scanners of care homes deliver.
std::vector<Scanner> scanners() {
  return {{.px_per_mm = 6},
          {.px_per_mm = 8},
          {.px_per_mm = 12},
          {.px_per_mm = 8, .noise = 8},
          {.px_per_mm = 8, .bilevel = true}};
}

Painting with_box(const Scanner& scanner, const BoxMm& frame = box) {
  Painting p(page_area, scanner);
  p.frame(frame);
  return p;
}

Field choice(FieldKind kind = FieldKind::choice) {
  Field field;
  field.name = "f";
  field.kind = kind;
  field.options = {{"yes", "Yes", {2, 5, 4, 4}}, {"no", "No", {8, 5, 4, 4}}};
  return field;
}

/// Both boxes of `choice`, each in a crop of its own.
std::vector<MarkFeatures> boxes_of(const Painting& painting) {
  const Field field = choice();
  const BoxMm &yes = field.options[0].box, &no = field.options[1].box;
  return {mark_features({painting.crop(), yes, {no}}), mark_features({painting.crop(), no, {yes}})};
}

Painting two_boxes() {
  Painting p(page_area);
  for (const Option& option : choice().options) p.frame(option.box);
  return p;
}

}  // namespace

TEST_CASE("an empty box is clearly empty on every scanner") {
  for (const Scanner& scanner : scanners()) {
    CAPTURE(scanner.px_per_mm);
    const Mark mark = judged(with_box(scanner));
    CHECK(mark.p < 0.002);
    CHECK(mark.reasons.empty());
  }
}

TEST_CASE("crosses and ticks and single strokes are clear marks on every scanner") {
  for (const Scanner& scanner : scanners()) {
    CAPTURE(scanner.px_per_mm);
    CAPTURE(scanner.bilevel);
    CHECK(judged(with_box(scanner).cross({5.3, 5.3, 3.4, 3.4})).p > 0.99);
    CHECK(judged(with_box(scanner).line({5.8, 6.8}, {6.8, 8.3}).line({6.8, 8.3}, {9.8, 4.0})).p > 0.99);
    CHECK(judged(with_box(scanner).line({5.6, 8.6}, {8.6, 5.6})).p > 0.97);
  }
}

TEST_CASE("light pencil is seen and never called clearly empty") {
  for (const double darkness : {45.0, 60.0, 90.0}) {
    CAPTURE(darkness);
    const Mark mark = judged(with_box({.px_per_mm = 8}).cross({5.3, 5.3, 3.4, 3.4}, darkness));
    CHECK(mark.p > 0.9);
  }
  const Mark noisy = judged(with_box({.px_per_mm = 8, .noise = 6}).cross({5.3, 5.3, 3.4, 3.4}, 50));
  CHECK(noisy.p > 0.05);
}

TEST_CASE("a speck of dust is no mark and a heavy dot asks a person") {
  CHECK(judged(with_box({.px_per_mm = 8}).dot({7, 7}, 0.3)).p < 0.02);
  const Mark dot = judged(with_box({.px_per_mm = 8}).dot({7, 7}, 0.9));
  CHECK(dot.p > 0.05);
  CHECK(dot.p < 0.95);
  CHECK(dot.reasons == std::vector<std::string>{"mark-faint"});
}

TEST_CASE("a short dash in a small box is a mark") {
  const BoxMm small{5, 5, 5, 2.5};
  for (const double px_per_mm : {8.0, 12.0}) {
    const Painting p = with_box({.px_per_mm = px_per_mm}, small).line({7.5, 5.5}, {7.5, 7.0}, 200, 0.3);
    CHECK(judged(p, small).p > 0.5);
  }
}

TEST_CASE("ghost printing a third of a millimetre off is no mark") {
  for (const double shift : {-0.3, 0.3}) {
    CAPTURE(shift);
    CHECK(judged(with_box({.px_per_mm = 10, .shift_mm = shift})).p < 0.05);
    CHECK(judged(with_box({.px_per_mm = 10, .shift_mm = shift}).cross({5.3, 5.3, 3.4, 3.4})).p > 0.95);
  }
}

TEST_CASE("a box that is not where the blank has it asks a person") {
  const Mark mark = judged(with_box({.px_per_mm = 10, .shift_mm = 1.0}));
  CHECK(mark.reasons == std::vector<std::string>{"print-mismatch"});
}

TEST_CASE("a frame in pale colour is printing like a black one") {
  for (const double shift : {0.0, 0.3}) {
    Painting p(page_area, {.px_per_mm = 10, .shift_mm = shift});
    const double left = box.x, top = box.y, right = box.right(), bottom = box.bottom(), darkness = 90;
    p.rule({left, top}, {right, top}, darkness).rule({left, bottom}, {right, bottom}, darkness);
    p.rule({left, top}, {left, bottom}, darkness).rule({right, top}, {right, bottom}, darkness);
    const Mark empty = judged(p), crossed = judged(p.cross({5.3, 5.3, 3.4, 3.4}));
    CHECK(empty.p < 0.05);
    CHECK(empty.reasons.empty());
    CHECK(crossed.p > 0.95);
    CHECK(crossed.reasons.empty());
  }
}

TEST_CASE("a filled box is a mark that may have been taken back") {
  const Mark mark = judged(with_box({}).fill(box));
  CHECK(mark.p > 0.9);
  CHECK(mark.reasons == std::vector<std::string>{"mark-cancelled"});
}

TEST_CASE("where a person marks by filling a filled box is a mark like others") {
  const MarkFeatures full = mark_features({with_box({}).fill(box).crop(), box, {}});
  const MarkFeatures cross = mark_features({with_box({}).cross(box).crop(), box, {}});
  const MarkFeatures empty = mark_features({with_box({}).crop(), box, {}});
  CHECK(style_of({full, empty, full, empty}).fills);
  CHECK_FALSE(style_of({full, empty, empty}).fills);
  CHECK_FALSE(style_of({full, full, cross, cross}).fills);
  CHECK(judge_mark(full, style_of({full, full})).reasons.empty());
}

TEST_CASE("a tick that overshoots into the next box marks only its own") {
  Painting p = two_boxes();
  p.line({3, 6.5}, {4, 8.2}).line({4, 8.2}, {9.2, 6.2});
  const auto boxes = boxes_of(p);
  CHECK(judge_mark(boxes[0]).p > 0.95);
  const Mark neighbour = judge_mark(boxes[1]);
  CHECK(neighbour.p < 0.5);
}

TEST_CASE("marks in two touching boxes are two marks") {
  const BoxMm left{3, 5, 4, 4}, right{7, 5, 4, 4};
  Painting p(page_area);
  p.frame(left).frame(right).cross({3.2, 5.3, 3.7, 3.4}).cross({7.1, 5.3, 3.7, 3.4});
  CHECK(judged(p, left, {right}).p > 0.9);
  CHECK(judged(p, right, {left}).p > 0.9);
}

TEST_CASE("a checkbox is true or false and never blank") {
  Field field;
  field.name = "tick";
  field.kind = FieldKind::checkbox;
  const Reading empty = read_checkbox(field, mark_features({with_box({}).crop(), box, {}}));
  CHECK(empty.state == FieldState::read);
  CHECK(empty.value == Value(false));
  CHECK(empty.confidence > 0.99);
  const Reading ticked = read_checkbox(field, mark_features({with_box({}).cross(box).crop(), box, {}}));
  CHECK(ticked.value == Value(true));
  CHECK(ticked.confidence > 0.99);
}

TEST_CASE("a choice with one mark is its code") {
  Painting p = two_boxes();
  const Reading r = read_options(choice(), boxes_of(p.cross({8.4, 5.4, 3.2, 3.2})));
  CHECK(r.state == FieldState::read);
  CHECK(r.value == Value(std::string("no")));
  CHECK(r.text == "No");
  CHECK(r.confidence > 0.98);
  CHECK(r.reasons.empty());
}

TEST_CASE("a choice without a mark is blank and with two is ambiguous") {
  Painting p = two_boxes();
  const Reading none = read_options(choice(), boxes_of(p));
  CHECK(none.state == FieldState::blank);
  CHECK(none.value == Value());
  CHECK(none.confidence > 0.98);
  const Reading two = read_options(choice(), boxes_of(p.cross({8.4, 5.4, 3.2, 3.2}).cross({2.4, 5.4, 3.2, 3.2})));
  CHECK(two.state == FieldState::ambiguous);
  CHECK(two.value == Value());
  CHECK(two.reasons == std::vector<std::string>{"two-marks"});
  REQUIRE(two.alternatives.size() == 2);
}

TEST_CASE("a clear mark beside a faint one is not accepted as one mark") {
  Painting p = two_boxes();
  const Reading r = read_options(choice(), boxes_of(p.cross({8.4, 5.4, 3.2, 3.2}).dot({4, 7}, 0.9)));
  CHECK(r.confidence < 0.95);
  CHECK_FALSE(r.reasons.empty());
}

TEST_CASE("choices are the sorted codes of all marks") {
  Painting p = two_boxes();
  p.cross({8.4, 5.4, 3.2, 3.2}).cross({2.4, 5.4, 3.2, 3.2});
  const Reading r = read_options(choice(FieldKind::choices), boxes_of(p));
  CHECK(r.state == FieldState::read);
  CHECK(r.value == Value(std::vector<std::string>{"no", "yes"}));
  CHECK(read_options(choice(FieldKind::choices), boxes_of(two_boxes())).state == FieldState::blank);
}

TEST_CASE("a tick scribbled over asks a person") {
  Painting p = with_box({});
  p.line({5.5, 7}, {6.5, 8.4}).line({6.5, 8.4}, {8.6, 5.5});
  for (int i = 0; i < 6; ++i) p.line({5.5, 5.6 + 0.55 * i}, {8.6, 5.8 + 0.55 * i});
  CHECK(std::ranges::count(judged(p).reasons, "mark-cancelled") == 1);
}

TEST_CASE("a line that runs through the box to both edges asks a person") {
  Painting p = with_box({});
  p.line({0, 7.4}, {14, 6.6});
  CHECK(std::ranges::count(judged(p).reasons, "ink-outside") == 1);
  Painting dash = with_box({});
  dash.line({5.6, 7}, {8.4, 7});
  CHECK(std::ranges::count(judged(dash).reasons, "ink-outside") == 0);
}

TEST_CASE("a mark much lighter than the others of its page asks a person") {
  Painting pen = with_box({}), light = with_box({});
  pen.cross({5.4, 5.4, 3.2, 3.2});
  light.cross({5.4, 5.4, 3.2, 3.2}, 45);
  const MarkFeatures dark = mark_features({pen.crop(), box, {}}), faint = mark_features({light.crop(), box, {}});
  const MarkStyle style = style_of({dark, dark, dark, faint});
  CHECK(judge_mark(dark, style).reasons.empty());
  CHECK(std::ranges::count(judge_mark(faint, style).reasons, "mark-faint") == 1);
  CHECK(style_of({dark, faint}).weight == 0);
}

TEST_CASE("a box partly beyond the scan asks a person") {
  imaging::FieldCrop crop = with_box({}).crop();
  crop.beyond = 0.3;
  CHECK(std::ranges::count(judge_mark(mark_features({crop, box, {}})).reasons, "print-mismatch") == 1);
}
