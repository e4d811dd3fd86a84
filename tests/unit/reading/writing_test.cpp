#include <doctest/doctest.h>

#include "paint.hpp"
#include "pipeline/reading/writing.hpp"
#include "tests/support/scripted_engine.hpp"

using namespace carescan;
using namespace carescan::reading;
using namespace carescan::test;

namespace {

const Scanner fine{.px_per_mm = text_px_per_mm};

Field line(int lines = 1) {
  Field f;
  f.name = "f";
  f.box = {3, 3, 40, 8.0 * lines};
  f.lines = lines;
  return f;
}

Painting printed_line(int lines = 1) {
  Painting p({0, 0, 46, 6 + 8.0 * lines}, fine);
  p.frame(line(lines).box);
  return p;
}

void scrawl(Painting& p, double y) {
  for (int i = 0; i < 8; ++i)
    p.line({6.0 + 2 * i, y}, {7.0 + 2 * i, y - 2.5}).line({7.0 + 2 * i, y - 2.5}, {8.0 + 2 * i, y});
}

}  // namespace

TEST_CASE("an empty line is blank and its ink is never sent to the engine") {
  ScriptedEngine engine({});
  Painting p = printed_line();
  p.dot({20, 7}, 0.3).dot({30, 6}, 0.3);
  const Reading r = read_lines(line(), p.crop(), {}, engine);
  CHECK(r.state == FieldState::blank);
  CHECK(r.confidence > 0.98);
  CHECK(engine.calls.empty());
}

TEST_CASE("a written line is read and its confidence stays below the engine's") {
  Painting p = printed_line();
  scrawl(p, 9);
  ScriptedEngine engine({{{"mmm", 0.9}}});
  const Reading r = read_lines(line(), p.crop(), {}, engine);
  CHECK(r.state == FieldState::read);
  CHECK(r.value == Value(std::string("mmm")));
  CHECK(r.confidence < 0.9);
  CHECK(r.confidence > 0.5);
}

TEST_CASE("light pencil on a line is not blank") {
  for (const double darkness : {45.0, 60.0}) {
    CAPTURE(darkness);
    Painting p = printed_line();
    p.line({6, 8}, {8, 5}, darkness).line({8, 5}, {10, 8}, darkness).line({12, 5}, {12, 8.5}, darkness);
    ScriptedEngine engine({{{"Al", 0.9}}});
    const Reading r = read_lines(line(), p.crop(), {}, engine);
    CHECK(r.state == FieldState::read);
  }
}

TEST_CASE("ink that gives no text is illegible") {
  Painting p = printed_line();
  scrawl(p, 9);
  ScriptedEngine engine({});  // finds nothing
  const Reading r = read_lines(line(), p.crop(), {}, engine);
  CHECK(r.state == FieldState::illegible);
}

TEST_CASE("the lines of a paragraph are read one by one and empty ones are left out") {
  Painting p = printed_line(3);
  scrawl(p, 9);
  scrawl(p, 25);
  Field f = line(3);
  f.kind = FieldKind::paragraph;
  ScriptedEngine engine({{{"first", 0.9}}, {{"third", 0.6}}});
  const Reading r = read_lines(f, p.crop(), {}, engine);
  CHECK(engine.calls.size() == 2);
  CHECK(r.value == Value(std::string("first\nthird")));
  CHECK(r.confidence < 0.6);
}

TEST_CASE("a neighbour's descender does not make a field written") {
  const BoxMm above{3, -4, 40, 7};
  Painting p({0, -6, 46, 20}, fine);
  p.frame(line().box).frame(above);
  p.line({10, -2}, {10, 3.9}).line({10, -2}, {14, -2}).line({14, -2}, {14, 1.5});
  ScriptedEngine engine({});
  const Reading r = read_lines(line(), p.crop(), {above}, engine);
  CHECK(r.state == FieldState::blank);
}

TEST_CASE("a grey rule that the copier turned black is no writing") {
  Painting p = printed_line(2);
  p.rule({4, 11}, {42, 11}, 70);
  p.line({4, 11}, {42, 11}, 255, 0.2);  // as scanned
  ScriptedEngine engine({});
  CHECK(read_lines(line(2), p.crop(), {}, engine).state == FieldState::blank);
}
