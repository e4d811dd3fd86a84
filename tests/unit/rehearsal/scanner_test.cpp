#include "pipeline/rehearsal/scanner.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "pipeline/model/failure.hpp"
#include "tests/unit/rehearsal/marked_sheet.hpp"

using namespace carescan;
using namespace carescan::rehearsal;

namespace {

const FormPage a4{1, 210, 297};

// A white page with one black square of 4 mm at each of four places, given by their middles.
const std::array<PointMm, 4> places{{{20, 30}, {190, 25}, {180, 270}, {25, 280}}};

// Ten pixels a millimetre, so that every edge lies on a pixel's.
cv::Mat marked_page() {
  cv::Mat page(2970, 2100, CV_8UC3, cv::Scalar::all(255));
  for (const PointMm p : places)
    page(cv::Rect(static_cast<int>(p.x - 2) * 10, static_cast<int>(p.y - 2) * 10, 40, 40)) = cv::Scalar::all(0);
  return page;
}

// The middle of what is dark within `radius` of a point.
PointPx dark_middle(const Raster& raster, PointPx near, double radius) {
  double sum = 0, x_sum = 0, y_sum = 0;
  for (int y = std::max(0, static_cast<int>(near.y - radius)); y < std::min<double>(raster.height, near.y + radius);
       ++y)
    for (int x = std::max(0, static_cast<int>(near.x - radius)); x < std::min<double>(raster.width, near.x + radius);
         ++x) {
      const auto at = static_cast<std::size_t>(y * raster.width + x) * static_cast<std::size_t>(raster.channels);
      if (raster.pixels[at] >= 128) continue;
      sum += 1, x_sum += x + 0.5, y_sum += y + 0.5;
    }
  REQUIRE(sum > 0);
  return {x_sum / sum, y_sum / sum};
}

// Where the corners say that a place of the template lies.
PointPx between_corners(const std::array<PointPx, 4>& c, PointMm p) {
  const double u = p.x / 210, v = p.y / 297;
  const auto mix = [&](double a, double b, double d, double e) {
    return (1 - v) * ((1 - u) * a + u * b) + v * ((1 - u) * e + u * d);
  };
  return {mix(c[0].x, c[1].x, c[2].x, c[3].x), mix(c[0].y, c[1].y, c[2].y, c[3].y)};
}

void check_corners(const ScannedPage& page, double tolerance_px) {
  for (const PointMm place : places) {
    const PointPx expected = between_corners(page.corners_px, place);
    const PointPx seen = dark_middle(page.raster, expected, 25);
    CHECK(std::hypot(seen.x - expected.x, seen.y - expected.y) < tolerance_px);
  }
}

}  // namespace

TEST_CASE("the corners of a scan are where its printing says") {
  const cv::Mat page = marked_page();
  for (const char* preset : {"clean", "office", "copier"})
    for (std::uint64_t seed = 0; seed < 3; ++seed) {
      Chance chance(seed);
      const Scanner scanner = pick_scanner(preset, chance);
      const ScannedPage scanned = scan({page, a4}, scanner, chance);
      CAPTURE(preset);
      CAPTURE(seed);
      // Local stretch bends the way between the corners by up to its amplitude, and sampling adds half a pixel.
      check_corners(scanned, 2.5 * scanner.stretch_mm * scanner.dpi / 25.4 + 0.7);
      CHECK(scanned.raster.width == std::lround(210 * scanner.dpi / 25.4));
    }
}

TEST_CASE("the truth of every preset has the corners of fields where the painting put them") {
  const Sheet sheet = test::marked_sheet();
  for (const std::string& preset : scanner_presets())
    for (std::uint64_t seed = 10; seed < 12; ++seed) {
      CAPTURE(preset);
      CAPTURE(seed);
      Chance chance(seed);
      Scanner scanner = pick_scanner(preset, chance);
      if (scanner.fax) scanner.fax->bursts = scanner.fax->slips = 0;  // a struck mark says nothing about the rest
      const ScannedPage scanned = scan(sheet, scanner, chance);
      REQUIRE(scanned.fields_px.size() == sheet.boxes.size());
      // A black or white pixel is one or the other: the middle of a mark comes out whole steps off.
      const double tolerance_px = std::max(scanner.tone == Tone::bilevel ? 0.75 : 0.5, 0.06 * test::px_per_mm(scanned));
      CHECK(test::worst(test::mark_errors(scanned, scanner.dpi / scanner.dpi_down())) < tolerance_px);
    }
}

TEST_CASE("pages of every turn have their truth turned with them") {
  for (const char* preset : {"old", "phone"})
    for (const bool over : {false, true}) {
      Chance chance(21);
      Scanner scanner = pick_scanner(preset, chance);
      scanner.upside_down = over ? 1 : 0;
      scanner.sideways = over ? 0 : 1;
      const ScannedPage page = scan(test::marked_sheet(), scanner, chance);
      CHECK((page.turn_deg == 180) == over);
      CHECK((page.raster.width > page.raster.height) == (page.turn_deg % 180 != 0));
      CHECK(test::worst(test::mark_errors(page)) < std::max(0.5, 0.06 * test::px_per_mm(page)));
    }
}

TEST_CASE("positive skew turns the printing clockwise") {
  Scanner scanner;
  scanner.skew_sd_deg = 2;
  scanner.stretch_mm = 0;
  Chance chance(4);
  for (int i = 0; i < 3; ++i) {
    const ScannedPage scanned = scan({marked_page(), a4}, scanner, chance);
    const auto& c = scanned.corners_px;
    const double top_edge = std::atan2(c[1].y - c[0].y, c[1].x - c[0].x) * 180 / std::acos(-1);
    CHECK(top_edge == doctest::Approx(scanned.skew_deg).epsilon(1e-6));
  }
}

TEST_CASE("a page fed upside down keeps its corners on its printing") {
  Scanner scanner;
  scanner.stretch_mm = 0;
  Chance chance(9);
  const ScannedPage upright = scan({marked_page(), a4}, scanner, chance);
  for (int turn : {90, 180, 270}) {
    const ScannedPage turned = turned_page(upright, turn);
    CHECK(turned.turn_deg == turn);
    CHECK((turned.raster.width == upright.raster.width) == (turn == 180));
    check_corners(turned, 1);
  }
  // Clockwise by 90: the template's top-left corner comes to lie at the picture's top right.
  const ScannedPage right = turned_page(upright, 90);
  CHECK(right.corners_px[0].x > 0.9 * right.raster.width);
  CHECK(right.corners_px[0].y < 0.1 * right.raster.height);
}

TEST_CASE("tones come out as asked and bilevel is black or white") {
  Scanner scanner;
  Chance chance(2);
  scanner.tone = Tone::colour;
  CHECK(scan({marked_page(), a4}, scanner, chance).raster.channels == 3);
  scanner.tone = Tone::bilevel;
  const Raster bilevel = scan({marked_page(), a4}, scanner, chance).raster;
  CHECK(bilevel.channels == 1);
  CHECK(std::all_of(bilevel.pixels.begin(), bilevel.pixels.end(), [](std::uint8_t p) { return p == 0 || p == 255; }));
}

TEST_CASE("a scan is repeated by its seed to the last pixel") {
  Chance a(6), b(6), c(7);
  const Scanner scanner;
  const Raster first = scan({marked_page(), a4}, scanner, a).raster;
  CHECK(first.pixels == scan({marked_page(), a4}, scanner, b).raster.pixels);
  CHECK(first.pixels != scan({marked_page(), a4}, scanner, c).raster.pixels);
  for (const char* preset : {"fax", "old", "phone"}) {
    Chance d(8), e(8);
    const Scanner one = pick_scanner(preset, d), other = pick_scanner(preset, e);
    CHECK(scan({marked_page(), a4}, one, d).raster.pixels == scan({marked_page(), a4}, other, e).raster.pixels);
  }
}

TEST_CASE("an empty sheet has no dark spot") {
  Chance chance(3);
  const Raster sheet = scan_empty_sheet(a4, Scanner{}, chance);
  CHECK(*std::min_element(sheet.pixels.begin(), sheet.pixels.end()) > 200);
}

TEST_CASE("a preset nobody knows is refused by name") {
  Chance chance(1);
  try {
    pick_scanner("fancy", chance);
    FAIL("made up a scanner");
  } catch (const Failure& failure) {
    CHECK(failure.code == "scanner-unknown");
    CHECK(failure.path == "fancy");
    for (const std::string& preset : scanner_presets()) CHECK(failure.hint.find(preset) != std::string::npos);
  }
}
