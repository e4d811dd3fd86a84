#include "pipeline/rehearsal/draw_template.hpp"

#include <doctest/doctest.h>

#include "tests/unit/rehearsal/test_form.hpp"

using namespace carescan;
using namespace carescan::rehearsal;

namespace {

constexpr double dpi = 100, px_per_mm = dpi / 25.4;

/// Pixels of colour (not grey) within a box of template mm.
int coloured_in(const Raster& page, const BoxMm& box) {
  int count = 0;
  for (int y = std::max(0, static_cast<int>(box.y * px_per_mm)); y < box.bottom() * px_per_mm; ++y)
    for (int x = std::max(0, static_cast<int>(box.x * px_per_mm)); x < box.right() * px_per_mm; ++x) {
      const auto* p = &page.pixels.at(static_cast<std::size_t>(3 * (y * page.width + x)));
      count += p[0] != p[1] || p[1] != p[2] ? 1 : 0;
    }
  return count;
}

std::vector<Raster> drawn(const FormTemplate& form) {
  return draw_template(form, std::vector<Raster>(form.pages.size(), make_raster(1240, 1754)), dpi);
}

}  // namespace

TEST_CASE("every field of a form is drawn on its page and at its box") {
  const FormTemplate form = test::small_form();
  const auto pages = drawn(form);
  REQUIRE(pages.size() == 2);
  CHECK(pages[0].width == 827);
  CHECK(pages[0].height == 1169);
  for (const Field& field : form.fields) {
    CAPTURE(field.name);
    const auto at = static_cast<std::size_t>(field.page - 1);
    CHECK(coloured_in(pages[at], field.box.grown(0.3)) > 20);
    for (const Option& option : field.options) CHECK(coloured_in(pages[at], option.box.grown(0.3)) > 20);
  }
  CHECK(coloured_in(pages[0], {20, 200, 150, 60}) == 0);
}

TEST_CASE("the name of a box to mark stands above it and not on the labels beside it") {
  FormTemplate form = test::small_form();
  form.fields = {test::field("walks_alone_outside", FieldKind::checkbox, {20, 50, 5, 5}),
                 test::choice("favourite_colour", FieldKind::choice, 80)};
  const Raster page = drawn(form)[0];
  CHECK(coloured_in(page, {20, 45, 30, 4}) > 20);
  CHECK(coloured_in(page, {26, 50, 60, 5}) == 0);
  CHECK(coloured_in(page, {20, 75, 30, 4}) > 20);
  CHECK(coloured_in(page, {26, 81, 30, 3}) == 0);
}

TEST_CASE("a name at the right edge is moved onto the page") {
  FormTemplate form = test::small_form();
  form.fields = {test::field("a_field_with_quite_a_long_name", FieldKind::checkbox, {204, 50, 5, 5})};
  CHECK(coloured_in(drawn(form)[0], {150, 44, 50, 6}) > 50);
}

TEST_CASE("pages stand side by side and a shorter one gets white below") {
  const Raster both = side_by_side({make_raster(10, 20, 3, 0), make_raster(15, 30, 3, 0)});
  CHECK(both.width == 25);
  CHECK(both.height == 30);
  CHECK(both.pixels.at(3 * (25 * 25 + 2)) == 255);
  CHECK(both.pixels.at(3 * (25 * 25 + 20)) == 0);
}
