#include <doctest/doctest.h>

#include "pipeline/rehearsal/fill.hpp"
#include "pipeline/rehearsal/stroke_ink.hpp"
#include "tests/unit/rehearsal/test_form.hpp"
#include "tests/unit/rehearsal/test_ink.hpp"

using namespace carescan;
using namespace carescan::rehearsal;

namespace {

Writer writer_of_strokes() {
  const test::ScratchFolder scratch("fill-kinds");
  Chance chance(8);
  Writer writer;
  writer.hand = stroke_hand(load_strokes({test::full_ink(scratch.path, {"anna"})}, {}), "anna", chance);
  writer.typewriter = writer.hand;
  return writer;
}

Filling fill(const Field& field, const Wish& wish, std::uint64_t seed) {
  static const Writer writer = writer_of_strokes();
  Chance chance(seed);
  return fill_field(field, wish, writer, chance);
}

Wish wish_for(const Field& field) {
  switch (field.kind) {
    case FieldKind::date:
      return {.text = "1931-07-05"};
    case FieldKind::nhs_number:
      return {.text = "9990000018"};
    case FieldKind::postcode:
      return {.text = "LS1 4AP"};
    case FieldKind::phone:
      return {.text = "01134960123"};
    case FieldKind::number:
      return {.text = "62.4"};
    case FieldKind::choice:
      return {.codes = {"green"}};
    case FieldKind::choices:
      return {.codes = {"blue", "red"}};
    case FieldKind::signature:
      return {.text = "Mary Wood", .marked = true};
    case FieldKind::checkbox:
    case FieldKind::none_box:
      return {.marked = true};
    default:
      return {.text = "Tea and toast"};
  }
}

Value truth_for(const Field& field) {
  if (is_mark(field.kind) && field.options.empty()) return true;
  if (field.kind == FieldKind::signature) return true;
  if (field.kind == FieldKind::number) return 62.4;
  if (field.kind == FieldKind::choice) return std::string("green");
  if (field.kind == FieldKind::choices) return std::vector<std::string>{"blue", "red"};
  return wish_for(field).text;
}

}  // namespace

TEST_CASE("every kind of field is filled with ink near its box and says what was wished") {
  for (const Field& field : test::small_form().fields) {
    CAPTURE(field.name);
    int as_wished = 0;
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
      const Filling filling = fill(field, wish_for(field), seed);
      REQUIRE(filling.inked());
      CHECK(field.box.grown(6).contains(extent(filling.ink)));
      as_wished += filling.state == FieldState::read && filling.value == truth_for(field) ? 1 : 0;
    }
    CHECK(as_wished >= 4);
  }
}

TEST_CASE("no kind of field gets ink when nothing is wished and only boxes say a value") {
  for (const Field& field : test::small_form().fields) {
    CAPTURE(field.name);
    const Filling filling = fill(field, {}, 3);
    CHECK_FALSE(filling.inked());
    const bool box = field.kind == FieldKind::checkbox || field.kind == FieldKind::none_box;
    CHECK(filling.state == (box ? FieldState::read : FieldState::blank));
    CHECK(std::holds_alternative<bool>(filling.value) == box);
    CHECK_FALSE(filling.value == Value(true));
  }
}

TEST_CASE("every kind is repeated by its seed to the last stroke") {
  for (const Field& field : test::small_form().fields) {
    const Filling one = fill(field, wish_for(field), 7), two = fill(field, wish_for(field), 7);
    CAPTURE(field.name);
    CHECK(one.value == two.value);
    REQUIRE(one.ink.size() == two.ink.size());
    CHECK(extent(one.ink) == extent(two.ink));
  }
}

TEST_CASE("what does not fit into its cells is not written in part") {
  const Field field = test::comb("nhs_number", FieldKind::nhs_number, 50, 10);
  const Filling filling = fill(field, {.text = "99900000181"}, 1);
  CHECK(filling.state == FieldState::blank);
  CHECK_FALSE(filling.inked());
}
