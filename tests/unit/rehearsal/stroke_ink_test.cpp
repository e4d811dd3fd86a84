#include "pipeline/rehearsal/stroke_ink.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <functional>

#include "pipeline/model/failure.hpp"
#include "tests/unit/rehearsal/test_form.hpp"
#include "tests/unit/rehearsal/test_ink.hpp"

using namespace carescan;
using namespace carescan::rehearsal;

namespace {

std::string code_of(const std::function<void()>& attempt) {
  try {
    attempt();
  } catch (const Failure& failure) {
    return failure.code;
  }
  return "";
}

}  // namespace

TEST_CASE("strokes are kept by writer and only of the writers listed") {
  const test::ScratchFolder scratch("strokes");
  const auto ink = test::full_ink(scratch.path, {"anna", "bob"});
  CHECK(load_strokes({ink}, {}).lines.size() == 2);
  std::ofstream(scratch.path / "list.txt") << "bob\n";
  const StrokeLibrary only = load_strokes({ink}, scratch.path / "list.txt");
  CHECK(only.lines.size() == 1);
  CHECK(only.lines.at("bob").size() == 94);
}

TEST_CASE("missing or damaged stroke files fail with their code") {
  const test::ScratchFolder scratch("strokes-bad");
  CHECK(code_of([&] { load_strokes({scratch.path / "none.jsonl.gz"}, {}); }) == "ink-unreadable");
  test::write_gz(scratch.path / "whole.gz", std::string(100000, 'x') + test::stroke_line("a", '1', 1));
  const std::string bytes = test::bytes_of(scratch.path / "whole.gz");
  std::ofstream(scratch.path / "cut.gz", std::ios::binary) << bytes.substr(0, bytes.size() / 2) << "rubbish";
  CHECK(code_of([&] { load_strokes({scratch.path / "cut.gz"}, {}); }) == "ink-unreadable");
  std::ofstream(scratch.path / "list.txt") << "nobody\n";
  const auto ink = test::full_ink(scratch.path, {"anna"});
  CHECK(code_of([&] { load_strokes({ink}, scratch.path / "list.txt"); }) == "ink-empty");
}

TEST_CASE("only writers with all digits and most letters fill forms") {
  const test::ScratchFolder scratch("strokes-able");
  std::string lines;
  for (char c = '0'; c <= '9'; ++c) lines += test::stroke_line("digits-only", c, c);
  for (char c = '!'; c <= '~'; ++c) lines += test::stroke_line("able", c, c);
  test::write_gz(scratch.path / "ink.gz", lines);
  CHECK(able_writers(load_strokes({scratch.path / "ink.gz"}, {})) == std::vector<std::string>{"able"});
}

TEST_CASE("characters stand on their baseline and descenders hang below it") {
  const test::ScratchFolder scratch("strokes-baseline");
  const StrokeLibrary library = load_strokes({test::full_ink(scratch.path, {"anna"})}, {});
  Chance chance(1);
  const Hand hand = stroke_hand(library, "anna", chance);
  const auto box = [&](const char* text) { return extent(hand.samples.at(text).front().ink); };
  CHECK(box("H").bottom() == doctest::Approx(0).epsilon(1e-6));
  CHECK(box("H").height == doctest::Approx(1));
  CHECK(box("g").y == doctest::Approx(-0.6));
  CHECK(box("g").x == doctest::Approx(0));
  CHECK(box("-").y < -0.3);
}

TEST_CASE("a hand without small letters writes in capitals and says so") {
  const test::ScratchFolder scratch("strokes-case");
  std::string lines;
  for (char c = 'A'; c <= 'Z'; ++c) lines += test::stroke_line("loud", c, c);
  test::write_gz(scratch.path / "ink.gz", lines);
  Chance chance(1);
  const Hand hand = stroke_hand(load_strokes({scratch.path / "ink.gz"}, {}), "loud", chance);
  CHECK(writable(hand, "Mary Wood") == "MARY WOOD");
  CHECK(writable(hand, "12 Mill Lane") == std::nullopt);
}

TEST_CASE("a line is as wide as its words and no two letters are alike") {
  const test::ScratchFolder scratch("strokes-line");
  Chance chance(1);
  Hand hand = stroke_hand(load_strokes({test::full_ink(scratch.path, {"anna"})}, {}), "anna", chance);
  const double one = extent(write_line(hand, "tea", 3, chance)).width;
  const double two = extent(write_line(hand, "tea tea", 3, chance)).width;
  CHECK(two > 1.8 * one);
  CHECK(extent(write_character(hand, 'a', 3, chance)).width != extent(write_character(hand, 'a', 3, chance)).width);
}
