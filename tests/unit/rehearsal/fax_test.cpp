#include "pipeline/rehearsal/fax.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "tests/unit/rehearsal/marked_sheet.hpp"

using namespace carescan;
using namespace carescan::rehearsal;

namespace {

Scanner fax(double rows_per_inch) {
  Chance chance(5);
  Scanner scanner = fax_machine(chance);
  scanner.fax->rows_per_inch = rows_per_inch;
  scanner.fax->bursts = scanner.fax->slips = 0;
  scanner.upside_down = 0;
  return scanner;
}

double darkness(const Raster& raster, int from_row, int to_row) {
  double dark = 0;
  for (int y = from_row; y < to_row; ++y)
    for (int x = 0; x < raster.width; ++x)
      dark += raster.pixels[static_cast<std::size_t>(y * raster.width + x)] == 0 ? 1 : 0;
  return dark / ((to_row - from_row) * raster.width);
}

}  // namespace

TEST_CASE("most faxes are fine and some are standard") {
  int fine = 0, garbled = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Chance chance(seed);
    const Scanner scanner = fax_machine(chance);
    REQUIRE(scanner.fax);
    CHECK(scanner.dpi == 204);
    CHECK((scanner.dpi_down() == 196 || scanner.dpi_down() == 98));
    fine += scanner.dpi_down() == 196 ? 1 : 0;
    garbled += scanner.fax->bursts > 0 ? 1 : 0;
  }
  CHECK(fine > 120);
  CHECK(fine < 160);
  CHECK(garbled > 50);
  CHECK(garbled < 110);
}

TEST_CASE("a fax has lines of 1728 black or white pixels and as many of them as its resolution says") {
  for (const double rows : {196.0, 98.0})
    for (const bool above : {true, false}) {
      Scanner scanner = fax(rows);
      scanner.fax->header_above = above;
      Chance chance(3);
      const Raster raster = scan(test::marked_sheet(), scanner, chance).raster;
      CHECK(raster.width == 1728);
      const double page_rows = 297 / 25.4 * rows, header = above ? 4.2 / 25.4 * rows : 0;
      CHECK(std::abs(raster.height - page_rows - header) <= 1);
      CHECK(raster.channels == 1);
      CHECK(std::all_of(raster.pixels.begin(), raster.pixels.end(), [](auto p) { return p == 0 || p == 255; }));
      CHECK(darkness(raster, 0, raster.height / 80) > 0.005);  // the header
    }
}

TEST_CASE("the truth of a fax is in square pixels") {
  for (const double rows : {196.0, 98.0}) {
    Chance chance(4);
    const ScannedPage page = scan(test::marked_sheet(), fax(rows), chance);
    const auto& c = page.corners_px;
    const double across = std::hypot(c[1].x - c[0].x, c[1].y - c[0].y),
                 down = std::hypot(c[3].x - c[0].x, c[3].y - c[0].y);
    CHECK(down / across == doctest::Approx(297 / 210.0).epsilon(0.015));
    CHECK(test::worst(test::mark_errors(page, 204 / rows)) < 0.5);
  }
}

TEST_CASE("a sheet laid askew into a fax stays square and is turned by what the truth says") {
  for (const double rows : {196.0, 98.0}) {
    Scanner scanner = fax(rows);
    scanner.skew_sd_deg = 300;  // as far as skew_max_deg
    scanner.skew_max_deg = 3;
    Chance chance(4);
    const ScannedPage page = scan(test::marked_sheet(), scanner, chance);
    const auto& c = page.corners_px;
    const double degrees = 180 / std::numbers::pi;
    CHECK(std::abs(page.skew_deg) == doctest::Approx(3));
    CHECK(std::abs(std::atan2(c[1].y - c[0].y, c[1].x - c[0].x) * degrees - page.skew_deg) < 0.05);
    CHECK(std::abs(std::atan2(c[0].x - c[3].x, c[3].y - c[0].y) * degrees - page.skew_deg) < 0.05);
  }
}

TEST_CASE("lost and doubled lines stand in the truth") {
  Scanner scanner = fax(196);
  scanner.fax->slips = 8;
  double most = 0;
  for (std::uint64_t seed = 0; seed < 4; ++seed) {
    Chance chance(seed);
    Chance lines = chance;
    CHECK(pick_slips(*scanner.fax, 2300, lines).size() <= 16);
    most = std::max(most, test::worst(test::mark_errors(scan(test::marked_sheet(), scanner, chance), 204 / 196.0)));
  }
  CHECK(most < 1);  // a mark that lost a line itself has its middle moved by half of it
}

TEST_CASE("bursts of noise change a few lines and leave the rest") {
  Raster quiet = make_raster(1728, 2290), noisy = quiet;
  FaxLine line{.header = "01/01/2026", .bursts = 0};
  Chance a(1), b(1);
  transmit(quiet, line, 1, 4, a);
  line.bursts = 4;
  transmit(noisy, line, 1, 4, b);
  int struck = 0;
  for (int y = 60; y < 2290; ++y) {
    const auto row = static_cast<std::size_t>(y) * 1728;
    struck +=
        std::equal(quiet.pixels.begin() + static_cast<long>(row), quiet.pixels.begin() + static_cast<long>(row) + 1728,
                   noisy.pixels.begin() + static_cast<long>(row))
            ? 0
            : 1;
  }
  CHECK(struck > 0);
  CHECK(struck < 50);
}
