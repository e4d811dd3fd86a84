#include "pipeline/rehearsal/fill.hpp"

#include <doctest/doctest.h>

#include "pipeline/rehearsal/stroke_ink.hpp"
#include "tests/unit/rehearsal/test_form.hpp"
#include "tests/unit/rehearsal/test_ink.hpp"

using namespace carescan;
using namespace carescan::rehearsal;

namespace {

Writer test_writer() {
  const test::ScratchFolder scratch("fill");
  Chance chance(5);
  Writer writer;
  writer.hand = stroke_hand(load_strokes({test::full_ink(scratch.path, {"anna"})}, {}), "anna", chance);
  writer.typewriter = writer.hand;
  return writer;
}

Filling fill(const Field& field, const Wish& wish, std::uint64_t seed = 1) {
  static const Writer writer = test_writer();
  Chance chance(seed);
  return fill_field(field, wish, writer, chance);
}

// The cells that hold ink, judged by the middle of each shape.
std::string cells_with_ink(const Field& field, const Ink& ink) {
  std::string cells(field.cells.size(), '.');
  for (const Shape& shape : ink) {
    const BoxMm box = extent({shape});
    for (std::size_t i = 0; i < field.cells.size(); ++i)
      if (box.x + box.width / 2 >= field.cells[i].x && box.x + box.width / 2 < field.cells[i].right()) cells[i] = 'x';
  }
  return cells;
}

}  // namespace

TEST_CASE("a date comb holds day month and year and says the ISO date") {
  const Field field = test::comb("date_of_birth", FieldKind::date, 35, 8);
  const Filling filling = fill(field, {.text = "1931-07-05"});
  CHECK(filling.state == FieldState::read);
  CHECK(filling.value == Value{std::string("1931-07-05")});
  CHECK(cells_with_ink(field, filling.ink) == "xxxxxxxx");
  CHECK(field.box.grown(3).contains(extent(filling.ink)));
}

TEST_CASE("a number is right-aligned on its printed point") {
  Field field = test::comb("weight_kg", FieldKind::number, 95, 4);
  field.decimals = 1;
  const Filling filling = fill(field, {.text = "62.4"});
  CHECK(filling.value == Value{62.4});
  CHECK(cells_with_ink(field, filling.ink) == ".xxx");
}

TEST_CASE("a postcode leaves the cell before a printed gap empty") {
  Field field = test::comb("postcode", FieldKind::postcode, 65, 7);
  const Filling close = fill(field, {.text = "LS1 4AP"});
  CHECK(cells_with_ink(field, close.ink) == "xxxxxx.");
  for (std::size_t i = 4; i < 7; ++i) field.cells[i].x += 3;
  const Filling parted = fill(field, {.text = "LS1 4AP"});
  CHECK(cells_with_ink(field, parted.ink) == "xxx.xxx");
  CHECK(parted.value == Value{std::string("LS1 4AP")});
}

TEST_CASE("text longer than its box is cut at a word and the truth is what was written") {
  Field field = test::field("notes", FieldKind::text, {20, 20, 30, 8});
  const std::string wish = "one two three four five six seven eight nine ten eleven twelve";
  const Filling filling = fill(field, {.text = wish});
  REQUIRE(filling.state == FieldState::read);
  const std::string written = std::get<std::string>(filling.value);
  CHECK(wish.starts_with(written + " "));
  CHECK(extent(filling.ink).width < 33);
}

TEST_CASE("prose is wrapped over the lines of its box") {
  Field field = test::field("what_matters", FieldKind::paragraph, {20, 30, 60, 27}, 2);
  field.lines = 3;
  const Filling filling = fill(field, {.text = "I like my chair by the window and tea at four"});
  CHECK(filling.value == Value{std::string("I like my chair by the window and tea at four")});
  CHECK(extent(filling.ink).height > 12);
  CHECK(field.box.grown(3).contains(extent(filling.ink)));
}

TEST_CASE("nothing wished leaves every written field blank") {
  for (FieldKind kind : {FieldKind::text, FieldKind::paragraph, FieldKind::date}) {
    const Filling filling = fill(test::field("f", kind, {20, 20, 80, 15}), {});
    CHECK(filling.state == FieldState::blank);
    CHECK_FALSE(filling.inked());
  }
}

TEST_CASE("an unticked box reads false and a ticked one true with ink near it") {
  const Field field = test::field("walks", FieldKind::checkbox, {20, 110, 5, 5});
  CHECK(fill(field, {}).value == Value{false});
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const Filling ticked = fill(field, {.marked = true}, seed);
    CHECK(ticked.value == Value{true});
    const BoxMm ink = extent(ticked.ink);
    CHECK(ink.overlaps(field.box.grown(-1)));
    CHECK(field.box.grown(6).contains(ink));
  }
}

TEST_CASE("a cancelled mark leaves ink and the truth says not ticked") {
  const Field field = test::field("walks", FieldKind::checkbox, {20, 110, 5, 5});
  int cancelled = 0;
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    const Filling filling = fill(field, {}, seed);
    CHECK(filling.value == Value{false});
    cancelled += filling.inked() ? 1 : 0;
  }
  CHECK(cancelled > 0);
  CHECK(cancelled < 40);
}

TEST_CASE("two marks where one is allowed are ambiguous and where many are they are a sorted list") {
  const Wish both{.codes = {"red", "blue"}};
  const Filling one = fill(test::choice("colour", FieldKind::choice, 120), both);
  CHECK(one.state == FieldState::ambiguous);
  CHECK(one.value == Value{});
  const Filling many = fill(test::choice("colours", FieldKind::choices, 130), both);
  CHECK(many.value == Value{std::vector<std::string>{"blue", "red"}});
}

TEST_CASE("a slip is struck out now and then and the truth is the text that stands") {
  const Field field = test::field("notes", FieldKind::text, {20, 20, 120, 8});
  std::size_t plain = 0;
  int slips = 0;
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    const Filling filling = fill(field, {.text = "Three small words"}, seed);
    CHECK(filling.value == Value{std::string("Three small words")});
    if (plain == 0) plain = filling.ink.size();
    slips += filling.ink.size() > plain ? 1 : 0;
  }
  CHECK(slips > 0);
  CHECK(slips < 30);
}

TEST_CASE("a signature is ink inside its box") {
  const Field field = test::field("person_signature", FieldKind::signature, {20, 70, 70, 15});
  CHECK(fill(field, {}).state == FieldState::blank);
  CHECK_FALSE(fill(field, {}).inked());
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    const Filling filling = fill(field, {.text = "Mary Wood", .marked = true}, seed);
    CHECK(filling.value == Value{true});
    CHECK(field.box.grown(5).contains(extent(filling.ink)));
  }
}
