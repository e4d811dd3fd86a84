#include "pipeline/rehearsal/slips.hpp"

#include <doctest/doctest.h>

#include <map>

#include "pipeline/records/decide.hpp"
#include "pipeline/rehearsal/stroke_ink.hpp"
#include "tests/unit/rehearsal/test_form.hpp"
#include "tests/unit/rehearsal/test_ink.hpp"

using namespace carescan;
using namespace carescan::rehearsal;

namespace {

const Writer& anna() {
  static const Writer writer = [] {
    const test::ScratchFolder scratch("slips");
    Chance chance(5);
    Writer made;
    made.hand = stroke_hand(load_strokes({test::full_ink(scratch.path, {"anna"})}, {}), "anna", chance);
    made.typewriter = made.hand;
    return made;
  }();
  return writer;
}

Filling fill(const Field& field, const std::string& text, std::uint64_t seed) {
  Chance chance(seed);
  return fill_field(field, {.text = text}, anna(), chance);
}

// The first filling with each slip, over as many seeds as it takes to see rare ones.
std::map<std::string, Filling> one_of_each(const Field& field, const std::string& text) {
  std::map<std::string, Filling> seen;
  for (std::uint64_t seed = 0; seed < 6000; ++seed)
    if (Filling filling = fill(field, text, seed); !filling.slip.empty()) seen.try_emplace(filling.slip, filling);
  return seen;
}

const Field nhs_field = test::comb("nhs_number", FieldKind::nhs_number, 50, 10);
const std::string nhs_text = "9991234560";

// How many shapes lie mainly inside the cell.
int shapes_in(const BoxMm& cell, const Ink& ink) {
  int count = 0;
  for (const Shape& shape : ink) {
    const BoxMm box = extent({shape});
    const PointMm middle{box.x + box.width / 2, box.y + box.height / 2};
    count += middle.x > cell.x && middle.x < cell.right() && middle.y > cell.y && middle.y < cell.bottom() ? 1 : 0;
  }
  return count;
}

}  // namespace

TEST_CASE("slips are as rare as their table says and mostly nothing goes awry") {
  std::map<std::string, int> seen;
  constexpr int combs = 6000;
  for (std::uint64_t seed = 0; seed < combs; ++seed) ++seen[fill(nhs_field, nhs_text, seed).slip];
  const auto near = [&](const char* slip, double per_thousand) {
    CAPTURE(slip);
    CHECK(seen[slip] > 0.4 * per_thousand * combs / 1000 - 1);
    CHECK(seen[slip] < 1.8 * per_thousand * combs / 1000 + 1);
  };
  near("corrected", 3), near("overwritten", 4), near("replaced", 1), near("beside", 1), near("shared", 1);
  near("misremembered", 3), near("large", 8), near("shifted", 7);
  CHECK(seen[""] > 0.96 * combs);
}

TEST_CASE("a slip changes the ink and not what was meant, and says whether a person should look") {
  for (const auto& [slip, filling] : one_of_each(nhs_field, nhs_text)) {
    CAPTURE(slip);
    CHECK(filling.state == FieldState::read);
    CHECK(filling.ask == (slip != "large" && slip != "shifted"));
    CHECK(nhs_field.box.grown(12).contains(extent(filling.ink)));
    if (slip == "misremembered") continue;
    CHECK(filling.value == Value{nhs_text});
    CHECK(filling.cells == nhs_text);
  }
}

TEST_CASE("a misremembered NHS number is read as what stands there") {
  const Filling filling = one_of_each(nhs_field, nhs_text).at("misremembered");
  const std::string value = std::get<std::string>(filling.value);
  CHECK(value == filling.cells);
  CHECK_FALSE(records::is_nhs_number(value));
  int different = 0;
  for (std::size_t i = 0; i < nhs_text.size(); ++i) different += value[i] == nhs_text[i] ? 0 : 1;
  CHECK(different == 1);
  const Field phone = test::comb("phone", FieldKind::phone, 50, 10);
  CHECK_FALSE(one_of_each(phone, nhs_text).contains("misremembered"));  // no check digit would tell
}

TEST_CASE("corrections leave more ink than one character in the cell or above it") {
  const auto slips = one_of_each(nhs_field, nhs_text);
  const auto most_in_a_cell = [&](const Filling& filling) {
    int most = 0;
    for (const BoxMm& cell : nhs_field.cells) most = std::max(most, shapes_in(cell, filling.ink));
    return most;
  };
  const auto above = [&](const Filling& filling) { return extent(filling.ink).y < nhs_field.box.y - 1; };
  CHECK(most_in_a_cell(fill(nhs_field, nhs_text, 1)) == 1);
  CHECK(most_in_a_cell(slips.at("overwritten")) == 2);
  CHECK(most_in_a_cell(slips.at("corrected")) == 2);  // the wrong one and its stroke
  CHECK(above(slips.at("corrected")));
  CHECK(above(slips.at("replaced")));
  CHECK_FALSE(above(slips.at("overwritten")));
}

TEST_CASE("characters stand beside the comb or share a cell and leave one empty") {
  const auto slips = one_of_each(nhs_field, nhs_text);
  const auto empty_cells = [&](const Filling& filling) {
    return std::ranges::count_if(nhs_field.cells, [&](const BoxMm& cell) { return shapes_in(cell, filling.ink) == 0; });
  };
  CHECK(extent(slips.at("beside").ink).right() > nhs_field.box.right() + 1);
  CHECK(empty_cells(slips.at("beside")) == 1);
  CHECK(empty_cells(slips.at("shared")) == 1);
  CHECK(slips.at("shared").ink.size() == nhs_text.size());
}

TEST_CASE("what is typed has no slips and other draws of the same seed stay as they were") {
  Field typed = nhs_field;
  typed.content = Content::typed;
  CHECK(one_of_each(typed, nhs_text).empty());
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    Chance pure(seed), slipping(seed);
    const Filling plain = fill_cells(nhs_field, {.text = nhs_text}, anna().hand, pure);
    const Filling filling = fill_field(nhs_field, {.text = nhs_text}, anna(), slipping);
    CHECK(pure.integer(0, 1000000) == slipping.integer(0, 1000000));
    if (filling.slip.empty()) CHECK(extent(plain.ink).x == extent(filling.ink).x);
  }
}

TEST_CASE("a word struck out in a line of writing is told in the truth") {
  const Field field = test::field("notes", FieldKind::text, {20, 20, 120, 8});
  const auto slips = one_of_each(field, "Three small words");
  REQUIRE(slips.contains("corrected"));
  CHECK(slips.size() == 1);
  CHECK(slips.at("corrected").ask);
}
