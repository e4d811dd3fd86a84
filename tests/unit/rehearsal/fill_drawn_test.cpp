#include <doctest/doctest.h>

#include <cmath>
#include <map>

#include "pipeline/rehearsal/fill.hpp"
#include "pipeline/rehearsal/rings.hpp"
#include "test_form.hpp"
#include "test_ink.hpp"

using namespace carescan;
using namespace carescan::rehearsal;
using carescan::test::field;

namespace {

Field ring_field() {
  Field f = field("walks", FieldKind::choice, {20, 20, 60, 5});
  f.mark = MarkBy::ring;
  f.options = {
      {"alone", "Alone", {20, 20, 11, 4.5}}, {"stick", "Stick", {40, 20, 9, 4.5}}, {"no", "No", {60, 20, 6, 4.5}}};
  return f;
}

/// The box leaves some white round the word; a ring may cut into that.
bool encloses(const Ink& ink, const BoxMm& word) {
  return extent(ink).contains(word.grown(-0.9));
}

}  // namespace

TEST_CASE("a ring goes round its word and leaves the gap it was asked for") {
  const BoxMm word{20, 20, 11, 4.5};
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    Chance chance(seed), other(seed);
    CHECK(encloses(ring_round(word, 0, chance), word));
    const Ink open = ring_round(word, 3, other);
    const auto& line = open.front().parts.front();
    const double gap = std::hypot(line.front().x - line.back().x, line.front().y - line.back().y);
    CHECK(gap > 1.2);
    CHECK(gap < 5);
  }
}

TEST_CASE("a ringed choice is filled with the slips that people make and its truth says so") {
  std::map<std::string, int> slips;
  for (std::uint64_t seed = 1; seed <= 2000; ++seed) {
    Chance chance(seed);
    const Filling filling = fill_field(ring_field(), {.codes = {"stick"}}, {}, chance);
    ++slips[filling.slip];
    CHECK(filling.inked());
    CHECK(filling.state == (filling.slip == "ring-shared" ? FieldState::ambiguous : FieldState::read));
    if (filling.state == FieldState::read) CHECK(filling.value == Value(std::string("stick")));
    CHECK(filling.ask == (!filling.slip.empty() && filling.slip != "ring-open"));
    if (filling.slip.empty()) CHECK(encloses(filling.ink, ring_field().options[1].box));
  }
  for (const char* slip : {"ring-open", "ring-shared", "word-ticked", "word-underlined", "ring-struck"})
    CHECK_MESSAGE(slips[slip] > 10, slip);
  CHECK(slips[""] > 1700);
}

TEST_CASE("two words ringed where one is allowed are ambiguous and none is blank") {
  Chance chance(1);
  const Filling both = fill_field(ring_field(), {.codes = {"alone", "no"}}, {}, chance);
  CHECK(both.state == FieldState::ambiguous);
  CHECK(both.ink.size() == 2);
  const Filling none = fill_field(ring_field(), {}, {}, chance);
  CHECK(none.state == FieldState::blank);
  CHECK_FALSE(none.inked());
}

TEST_CASE("marks on a drawing lie inside it and apart and its value is their boxes from the top") {
  const Field body = field("body", FieldKind::drawing, {20, 30, 80, 150});
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    Chance chance(seed);
    const Filling filling = fill_field(body, {.marked = true}, {}, chance);
    REQUIRE(filling.state == FieldState::read);
    const auto marks = std::get<std::vector<BoxMm>>(filling.value);
    CHECK(marks.size() <= 6);
    for (std::size_t i = 0; i < marks.size(); ++i) {
      CHECK(body.box.contains(marks[i]));
      if (i > 0) CHECK(marks[i - 1].y <= marks[i].y);
      for (std::size_t j = 0; j < i; ++j) CHECK_FALSE(marks[i].grown(3).overlaps(marks[j].grown(3)));
    }
    CHECK(extent(filling.ink).height <= 150);
  }
  Chance chance(1);
  CHECK(fill_field(body, {}, {}, chance).state == FieldState::blank);
}
