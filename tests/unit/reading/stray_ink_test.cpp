#include <doctest/doctest.h>

#include "paint.hpp"
#include "pipeline/reading/stray_ink.hpp"

using namespace carescan;
using namespace carescan::reading;
using namespace carescan::test;

namespace {

const Area tick{{20, 20, 4, 4}, true}, other{{20, 60, 4, 4}, true}, line{{20, 40, 60, 8}, false};

Painting page() {
  Painting p({0, 0, 100, 80}, {.px_per_mm = 6});
  p.frame(tick.box).frame(other.box).frame(line.box);
  return p;
}

bool doubted(const Painting& p, const Area& area) {
  return near(stray_ink(p.crop(), {tick, other, line}), area);
}

}  // namespace

TEST_CASE("ink of the fields and specks and filing holes are no stray ink") {
  Painting p = page();
  p.cross({19.5, 19.5, 5.5, 5}).line({25, 42}, {30, 49}).line({30, 42}, {30, 48.5});
  p.dot({27, 22}, 0.5).dot({30, 60}, 0.6).dot({12, 62}, 6, 230);
  for (const Area& area : {tick, other, line}) CHECK_FALSE(doubted(p, area));
}

TEST_CASE("a ring round the label and a tick beside the box doubt that box only") {
  Painting ring = page();
  ring.line({25, 19}, {45, 19}).line({45, 19}, {45, 25}).line({45, 25}, {25, 25}).line({25, 25}, {25, 19});
  CHECK(doubted(ring, tick));
  CHECK_FALSE(doubted(ring, other));
  Painting beside = page();
  beside.line({15, 62}, {16, 64}).line({16, 64}, {18.5, 60});
  CHECK(doubted(beside, other));
  CHECK_FALSE(doubted(beside, tick));
}

TEST_CASE("writing above a line and a tick struck out with its label are stray ink") {
  Painting above = page();
  above.line({30, 34}, {33, 38}).line({33, 38}, {36, 34});
  CHECK(doubted(above, line));
  Painting struck = page();
  struck.cross({20.5, 20.5, 3, 3}).line({19, 22}, {38, 22.2});
  CHECK(doubted(struck, tick));
}

TEST_CASE("a line from corner to corner doubts the fields it crosses") {
  Painting p = page();
  p.line({6, 6}, {94, 74}, 200, 0.6);
  CHECK(doubted(p, tick));
  CHECK(doubted(p, line));
}

TEST_CASE("a tick with a long tail is no stray ink and a longer line is") {
  Painting tail = page();
  tail.line({20.8, 22}, {21.8, 23.6}, 200, 0.6).line({21.8, 23.6}, {27.5, 16}, 200, 0.6);
  CHECK_FALSE(doubted(tail, tick));
  Painting through = page();
  through.line({20.8, 22}, {21.8, 23.6}, 200, 0.6).line({21.8, 23.6}, {33, 15}, 200, 0.6);
  CHECK(doubted(through, tick));
}
