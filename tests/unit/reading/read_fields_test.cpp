#include <doctest/doctest.h>

#include <filesystem>

#include "paint.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/reading/read_fields.hpp"
#include "pipeline/reading/tesseract_engine.hpp"
#include "tests/support/scripted_engine.hpp"

using namespace carescan;
using namespace carescan::reading;
using namespace carescan::test;

namespace {

const BoxMm whole{0, 0, 100, 60};
constexpr double scale = 10;

Field field(const std::string& name, FieldKind kind, const BoxMm& box) {
  Field f;
  f.name = name;
  f.kind = kind;
  f.box = box;
  return f;
}

FormTemplate small_form() {
  FormTemplate form;
  form.id = "small";
  form.pages = {{1, whole.width, whole.height}};
  form.fields = {field("name", FieldKind::text, {10, 10, 60, 8}), field("tick", FieldKind::checkbox, {10, 25, 4, 4}),
                 field("other", FieldKind::checkbox, {20, 25, 4, 4}),
                 field("signed", FieldKind::signature, {10, 40, 60, 12}),
                 field("overleaf", FieldKind::checkbox, {10, 10, 4, 4})};
  form.fields.back().page = 2;
  return form;
}

Painting printed() {
  Painting p(whole, {.px_per_mm = scale});
  for (const Field& f : small_form().fields)
    if (f.page == 1) p.frame(f.box);
  return p;
}

/// The painted paper as if scanned straight: one template mm is ten pixels.
imaging::RegisteredPage registered(const Painting& painting) {
  const imaging::FieldCrop crop = painting.crop();
  const FormTemplate form = small_form();
  imaging::Straightened page;
  page.grey = crop.scan;
  page.px_per_mm = scale;
  imaging::Registration registration;
  registration.print = 0;
  registration.to_source = Homography{{scale, 0, 0, 0, scale, 0, 0, 0, 1}};
  return {page, registration,
          imaging::prepare_print(crop.blank, form.pages[0], {form.fields.begin(), form.fields.end() - 1})};
}

std::vector<Reading> read_all(const imaging::RegisteredPage& page, Engines& engines) {
  return read_fields(page, cut_sheet(page), small_form(), 1, engines);
}

}  // namespace

TEST_CASE("every field of the page gets one reading in the template's order") {
  Painting p = printed();
  p.cross({20.4, 25.4, 3.2, 3.2});
  p.line({14, 17}, {17, 12}).line({17, 12}, {20, 17}).line({22, 12}, {22, 17});
  Engines engines{std::make_unique<ScriptedEngine>(std::vector<std::vector<TextGuess>>{})};
  const auto readings = read_all(registered(p), engines);
  REQUIRE(readings.size() == 4);
  CHECK(readings[0].field == "name");
  CHECK(readings[0].state == FieldState::read);
  CHECK(!readings[0].text.empty());  // the net's to read: the engine knows nothing
  CHECK(readings[1].value == Value(false));
  CHECK(readings[1].confidence > 0.95);
  CHECK(readings[2].value == Value(true));
  CHECK(readings[2].confidence > 0.95);
  CHECK(readings[3].field == "signed");
  CHECK(readings[3].state == FieldState::blank);
}

TEST_CASE("the same page gives the same readings twice") {
  Painting p = printed();
  p.cross({20.4, 25.4, 3.2, 3.2});
  Engines engines{std::make_unique<ScriptedEngine>(std::vector<std::vector<TextGuess>>{})};
  const auto page = registered(p);
  const auto first = read_all(page, engines), second = read_all(page, engines);
  REQUIRE(first.size() == second.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    CHECK(first[i].confidence == second[i].confidence);
    CHECK(first[i].value == second[i].value);
  }
}

TEST_CASE("Tesseract reads a typed line and only the alphabet it is given") {
  if (!std::filesystem::exists(std::filesystem::path(tessdata_folder) / "eng.traineddata")) {
    MESSAGE("skipped: tesseract-ocr-eng is not installed");
    return;
  }
  cv::Mat line(70, 420, CV_8U, cv::Scalar(255));
  cv::putText(line, "8 5 2 4 7", {20, 50}, cv::FONT_HERSHEY_SIMPLEX, 1.4, cv::Scalar(0), 3, cv::LINE_AA);
  Raster raster = make_raster(line.cols, line.rows);
  std::copy_n(line.data, raster.pixels.size(), raster.pixels.begin());
  const auto engine = make_tesseract();
  const auto guesses = engine->read_line(raster, 300 / 25.4, "0123456789");
  REQUIRE(guesses.size() == 1);
  for (const char c : guesses[0].text) CHECK(std::string("0123456789 ").find(c) != std::string::npos);
  CHECK(guesses[0].score >= 0);
  CHECK(guesses[0].score <= 1);
  CHECK(engine->name().starts_with("tesseract 5"));
}

TEST_CASE("without its data Tesseract says which package to install") {
  try {
    make_tesseract("/no/such/folder");
    FAIL("no Failure");
  } catch (const Failure& failure) {
    CHECK(failure.code == "tessdata-missing");
    CHECK(failure.hint.find("tesseract-ocr-eng") != std::string::npos);
  }
}
