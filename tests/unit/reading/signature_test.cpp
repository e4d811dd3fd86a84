#include <doctest/doctest.h>

#include "paint.hpp"
#include "pipeline/reading/signature.hpp"

using namespace carescan;
using namespace carescan::reading;
using namespace carescan::test;

namespace {

Field signature(FieldKind kind = FieldKind::signature) {
  Field f;
  f.name = "signed";
  f.kind = kind;
  f.box = {3, 3, 50, 12};
  return f;
}

Painting box() {
  Painting p({0, 0, 56, 18});
  p.frame(signature().box);
  return p;
}

void sign(Painting& p, double darkness = 200) {
  for (int i = 0; i < 9; ++i)
    p.line({8.0 + 3 * i, 11}, {9.5 + 3 * i, 6}, darkness).line({9.5 + 3 * i, 6}, {11.0 + 3 * i, 11}, darkness);
}

}  // namespace

TEST_CASE("a signature is present and an empty box is blank without a value") {
  Painting p = box();
  const Reading empty = read_signature(signature(), p.crop(), {});
  CHECK(empty.state == FieldState::blank);
  CHECK(empty.value == Value());
  CHECK(empty.confidence > 0.99);
  sign(p);
  const Reading there = read_signature(signature(), p.crop(), {});
  CHECK(there.state == FieldState::read);
  CHECK(there.value == Value(true));
  CHECK(there.confidence > 0.99);
  CHECK(there.reasons.empty());
}

TEST_CASE("a signature in light pencil is present") {
  Painting p = box();
  sign(p, 60);
  CHECK(read_signature(signature(), p.crop(), {}).value == Value(true));
}

TEST_CASE("dust is no signature and a short stroke is asked") {
  Painting dust = box();
  dust.dot({20, 8}, 0.3).dot({30, 9}, 0.3);
  const Reading none = read_signature(signature(), dust.crop(), {});
  CHECK(none.state == FieldState::blank);
  CHECK(none.reasons.empty());
  Painting dash = box();
  dash.line({20, 9}, {23, 9});
  CHECK_FALSE(read_signature(signature(), dash.crop(), {}).reasons.empty());
}

TEST_CASE("two letters are initials") {
  Painting p = box();
  p.line({10, 6}, {10, 10}).line({10, 10}, {8.5, 9}).line({13, 6}, {15, 8}).line({15, 8}, {13, 10});
  CHECK(read_signature(signature(FieldKind::initials), p.crop(), {}).value == Value(true));
}

TEST_CASE("a box struck out with one line is not accepted as signed") {
  Painting p = box();
  p.line({8, 9}, {40, 8}, 200, 0.5);
  CHECK_FALSE(read_signature(signature(), p.crop(), {}).reasons.empty());
  Painting whole = box();
  whole.line({0, 1}, {56, 17}, 200, 0.5);
  CHECK_FALSE(read_signature(signature(), whole.crop(), {}).reasons.empty());
}
