// The cells of a table are read like other fields: its lines are printing, and writing belongs to the row it starts in.
#include <doctest/doctest.h>

#include "paint.hpp"
#include "pipeline/reading/read_fields.hpp"
#include "tests/support/scripted_engine.hpp"

using namespace carescan;
using namespace carescan::reading;
using namespace carescan::test;

namespace {

const BoxMm whole{0, 0, 100, 60};
constexpr double scale = 10;
constexpr int row_count = 3;

FormTemplate form() {
  FormTemplate form;
  form.id = "table";
  form.pages = {{1, whole.width, whole.height}};
  Table table;
  table.name = "notes";
  table.box = {10, 15, 70, 30};
  table.columns.resize(2);
  table.columns[0].name = "note", table.columns[0].box = {10, 15, 50, 10};
  table.columns[1].name = "seen", table.columns[1].kind = FieldKind::checkbox, table.columns[1].box = {68, 18, 4, 4};
  for (int row = 0; row < row_count; ++row) table.rows.push_back(15 + 10 * row);
  form.fields = cells_of(table);
  form.tables = {table};
  return form;
}

Painting printed() {
  Painting p(whole, {.px_per_mm = scale});
  for (int row = 0; row < row_count; ++row) {
    p.frame({10, 15 + 10.0 * row, 50, 10});
    p.frame({60, 15 + 10.0 * row, 20, 10});
    p.frame({68, 18 + 10.0 * row, 4, 4});
  }
  return p;
}

std::vector<Reading> read(const Painting& painting) {
  const imaging::FieldCrop crop = painting.crop();
  imaging::Straightened page;
  page.grey = crop.scan;
  page.px_per_mm = scale;
  imaging::Registration registration;
  registration.print = 0;
  registration.to_source = Homography{{scale, 0, 0, 0, scale, 0, 0, 0, 1}};
  const FormTemplate of = form();
  const imaging::RegisteredPage registered{page, registration,
                                           imaging::prepare_print(crop.blank, of.pages[0], of.fields)};
  Engines engines{std::make_unique<ScriptedEngine>(std::vector<std::vector<TextGuess>>(6, {{"Jay", 0.9}}))};
  return read_fields(registered, cut_sheet(registered), of, 1, engines);
}

const Reading& of(const std::vector<Reading>& readings, const std::string& field) {
  return *std::ranges::find(readings, field, &Reading::field);
}

/// Letters of 4 mm on the line of a row; the last one has a tail that reaches `tail_mm` below the row's line.
void write(Painting& p, double top, double tail_mm) {
  p.line({14, top + 8}, {16, top + 4}).line({16, top + 4}, {18, top + 8});
  p.line({20, top + 4}, {20, top + 8}).line({24, top + 4}, {23, top + 10 + tail_mm});
}

}  // namespace

TEST_CASE("a table that nobody wrote in is blank in every cell") {
  const auto readings = read(printed());
  REQUIRE(readings.size() == 6);
  for (const Reading& reading : readings) {
    CAPTURE(reading.field);
    CHECK(reading.value != Value(true));
    CHECK(reading.confidence > 0.95);
    CHECK(reading.reasons.empty());
  }
}

TEST_CASE("the tail of a letter that crosses a row's line leaves the next row blank") {
  Painting p = printed();
  write(p, 15, 0.8);
  const auto readings = read(p);
  CHECK(of(readings, "notes[1].note").state == FieldState::read);
  CHECK(of(readings, "notes[2].note").state == FieldState::blank);
  CHECK(of(readings, "notes[3].note").confidence > 0.95);
}

TEST_CASE("two written rows are two and a tick belongs to its row") {
  Painting p = printed();
  write(p, 15, 0);
  write(p, 35, 0);
  p.cross({68.4, 28.4, 3.2, 3.2});
  const auto readings = read(p);
  CHECK(of(readings, "notes[1].note").state == FieldState::read);
  CHECK(of(readings, "notes[2].note").state == FieldState::blank);
  CHECK(of(readings, "notes[3].note").state == FieldState::read);
  CHECK(of(readings, "notes[1].seen").value == Value(false));
  CHECK(of(readings, "notes[2].seen").value == Value(true));
  CHECK(of(readings, "notes[3].seen").value == Value(false));
}
