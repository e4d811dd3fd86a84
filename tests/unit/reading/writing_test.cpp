#include <doctest/doctest.h>

#include <algorithm>
#include <memory>

#include "made_line.hpp"
#include "paint.hpp"
#include "pipeline/reading/lines.hpp"
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

/// Readers of which the net takes every line for a machine's: the engine alone reads.
LineReaders typed(TextEngine& engine) {
  return {.typed = engine, .written = [](const cv::Mat&) { return line_that_says("", 1, 1); }};
}

/// Readers of which the net sees `lines` one after the other, with `p` a character.
LineReaders written(TextEngine& engine, std::vector<std::string> lines, double p = 0.99, double p_typed = 0) {
  auto left = std::make_shared<std::vector<std::string>>(std::move(lines));
  return {.typed = engine, .written = [=](const cv::Mat&) {
            const std::string text = left->empty() ? "" : left->front();
            if (!left->empty()) left->erase(left->begin());
            return line_that_says(text, p, p_typed);
          }};
}

/// One line with a scrawl on it, read by these readers.
Reading scrawled(const Field& field, const LineReaders& readers) {
  Painting p = printed_line(field.lines);
  for (int i = 0; i < field.lines; ++i) scrawl(p, 9 + 8 * i);
  return read_lines(field, p.crop(), {}, readers);
}

bool has(const Reading& reading, const std::string& reason) {
  return std::ranges::find(reading.reasons, reason) != reading.reasons.end();
}

}  // namespace

TEST_CASE("an empty line is blank and its ink is never sent to the engine") {
  ScriptedEngine engine({});
  Painting p = printed_line();
  p.dot({20, 7}, 0.3).dot({30, 6}, 0.3);
  const Reading r = read_lines(line(), p.crop(), {}, typed(engine));
  CHECK(r.state == FieldState::blank);
  CHECK(r.confidence > 0.98);
  CHECK(engine.calls.empty());
}

TEST_CASE("a written line is read and its confidence stays below the engine's") {
  Painting p = printed_line();
  scrawl(p, 9);
  ScriptedEngine engine({{{"mmm", 0.9}}});
  const Reading r = read_lines(line(), p.crop(), {}, typed(engine));
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
    const Reading r = read_lines(line(), p.crop(), {}, typed(engine));
    CHECK(r.state == FieldState::read);
  }
}

TEST_CASE("ink that gives no text is illegible") {
  Painting p = printed_line();
  scrawl(p, 9);
  ScriptedEngine engine({});  // finds nothing
  const Reading r = read_lines(line(), p.crop(), {}, typed(engine));
  CHECK(r.state == FieldState::illegible);
}

TEST_CASE("the lines of a paragraph are read one by one and empty ones are left out") {
  Painting p = printed_line(3);
  scrawl(p, 9);
  scrawl(p, 25);
  Field f = line(3);
  f.kind = FieldKind::paragraph;
  ScriptedEngine engine({{{"first", 0.9}}, {{"third", 0.6}}});
  const Reading r = read_lines(f, p.crop(), {}, typed(engine));
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
  const Reading r = read_lines(line(), p.crop(), {above}, typed(engine));
  CHECK(r.state == FieldState::blank);
}

TEST_CASE("a grey rule that the copier turned black is no writing") {
  Painting p = printed_line(2);
  p.rule({4, 11}, {42, 11}, 70);
  p.line({4, 11}, {42, 11}, 255, 0.2);  // as scanned
  ScriptedEngine engine({});
  CHECK(read_lines(line(2), p.crop(), {}, typed(engine)).state == FieldState::blank);
}

TEST_CASE("handwriting is the net's to read and the engine does not see it") {
  ScriptedEngine engine({{{"wrong", 0.9}}});
  const Reading r = scrawled(line(), written(engine, {"Olive"}));
  CHECK(r.state == FieldState::read);
  CHECK(r.value == Value(std::string("Olive")));
  CHECK(r.confidence > 0.85);
  CHECK(engine.calls.empty());
  CHECK(!r.alternatives.empty());
  for (const Alternative& other : r.alternatives) CHECK(other.value != r.value);
}

TEST_CASE("where it is not clear who wrote it both read it and a difference is told") {
  ScriptedEngine same({{{"Olive", 0.9}}}), other({{{"0live", 0.9}}}), nothing({});
  const Reading agreed = scrawled(line(), written(same, {"Olive"}, 0.99, 0.4));
  CHECK(same.calls.size() == 1);
  CHECK(!has(agreed, "readers-differ"));
  const Reading disputed = scrawled(line(), written(other, {"Olive"}, 0.99, 0.4));
  CHECK(disputed.value == Value(std::string("Olive")));
  CHECK(has(disputed, "readers-differ"));
  CHECK(disputed.confidence < 0.4);
  CHECK(std::ranges::any_of(disputed.alternatives,
                            [](const Alternative& a) { return a.value == Value(std::string("0live")); }));
  CHECK(scrawled(line(), written(nothing, {"Olive"}, 0.99, 0.9)).value == Value(std::string("Olive")));
}

TEST_CASE("a word that was struck out is left out and a person is asked") {
  ScriptedEngine engine({});
  const Reading again = scrawled(line(), written(engine, {"\x7f Olive"}));
  CHECK(again.value == Value(std::string("Olive")));
  CHECK(has(again, "struck-out"));
  const Reading all = scrawled(line(), written(engine, {"\x7f"}));
  CHECK(all.state == FieldState::illegible);
  CHECK(has(all, "struck-out"));
}

TEST_CASE("what people write for nothing is none and not a value") {
  ScriptedEngine engine({});
  for (const char* way : {"None", "N/A", "n/a.", "nil", "NONE", "-"}) {
    CAPTURE(way);
    const Reading r = scrawled(line(), written(engine, {way}));
    CHECK(r.state == FieldState::none);
    CHECK(r.value == Value{});
    CHECK(has(r, "says-none"));
  }
  CHECK(scrawled(line(), written(engine, {"Nora"})).state == FieldState::read);
  CHECK(scrawled(line(), written(engine, {"None of her sisters"})).state == FieldState::read);
}

TEST_CASE("ditto marks are asked about") {
  ScriptedEngine engine({});
  CHECK(has(scrawled(line(), written(engine, {"\""})), "ditto"));
  CHECK(!has(scrawled(line(), written(engine, {"Ann"})), "ditto"));
}

TEST_CASE("a word list is used for the field that names it") {
  ScriptedEngine engine({});
  const Phrases list({"Olive", "Oliver"});
  LineReaders readers = written(engine, {});
  readers.phrases = &list;
  readers.written = [](const cv::Mat&) {
    LineScores line = line_that_says("0live", 0.99);
    confuse(line, 0, 'O', 0.2);
    return line;
  };
  const Reading listed = scrawled(line(), readers);
  CHECK(listed.value == Value(std::string("Olive")));
  CHECK(has(listed, "read-by-rule"));  // the ink alone says 0live
  readers.phrases = nullptr;
  const Reading alone = scrawled(line(), readers);
  CHECK(alone.value == Value(std::string("0live")));
  CHECK_FALSE(has(alone, "read-by-rule"));
}

TEST_CASE("two entries of a list side by side are asked about and one of two words is not") {
  ScriptedEngine engine({});
  const Phrases list({"godson", "grandson", "next of kin", "road", "road safety"});
  const auto says = [&](const char* text) {
    LineReaders readers = written(engine, {text});
    readers.phrases = &list;
    const Reading r = scrawled(line(), readers);
    CHECK(r.value == Value(std::string(text)));
    return has(r, "several-entries");
  };
  CHECK(says("godson grandson"));
  CHECK(says("grandson next of kin"));
  CHECK(says("GRANDSON next of kin godson"));
  CHECK_FALSE(says("grandson"));
  CHECK_FALSE(says("next of kin"));
  CHECK_FALSE(says("road safety"));  // though "road" is one, too
  CHECK_FALSE(list.are_several("great grandson"));
  CHECK_FALSE(list.are_several("next of"));
  CHECK_FALSE(list.are_several("grandson "));
  CHECK_FALSE(list.are_several(""));
}

TEST_CASE("a date on a line is read with the name of its month") {
  ScriptedEngine engine({});
  Field date = line();
  date.kind = FieldKind::date;
  CHECK(scrawled(date, written(engine, {"7 March 2026"})).value == Value(std::string("2026-03-07")));
  CHECK(scrawled(date, written(engine, {"07/03/2026"})).value == Value(std::string("2026-03-07")));
  CHECK(scrawled(date, written(engine, {"7 Mar 2026"})).value == Value(std::string("2026-03-07")));
  CHECK(scrawled(date, written(engine, {"7 Marsh 2026"})).state == FieldState::illegible);
}
