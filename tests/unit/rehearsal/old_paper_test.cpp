#include "pipeline/rehearsal/old_paper.hpp"

#include <doctest/doctest.h>

#include <opencv2/imgproc.hpp>

#include "pipeline/rehearsal/dirt.hpp"
#include "tests/unit/rehearsal/marked_sheet.hpp"

using namespace carescan;
using namespace carescan::rehearsal;

namespace {

const cv::Scalar white = cv::Scalar::all(255);

cv::Mat blank(double px_per_mm = 4) {
  return {static_cast<int>(297 * px_per_mm), static_cast<int>(210 * px_per_mm), CV_8UC3, white};
}

int changed(const cv::Mat& page) {
  cv::Mat grey;
  cv::cvtColor(page, grey, cv::COLOR_RGB2GRAY);
  return static_cast<int>(grey.total()) - cv::countNonZero(grey == 255);
}

}  // namespace

TEST_CASE("old paper comes in every tone and resolution and some of it is coloured") {
  int tones[3] = {0, 0, 0}, folded = 0, punched = 0, dark_lids = 0, pastel = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Chance chance(seed);
    const Scanner scanner = filing_cabinet(chance);
    REQUIRE(scanner.old);
    ++tones[static_cast<int>(scanner.tone)];
    CHECK(scanner.dpi >= (scanner.tone == Tone::bilevel ? 200 : 150));
    CHECK(scanner.dpi <= 400);
    CHECK(scanner.jpeg_quality >= 30);
    CHECK(scanner.jpeg_quality <= 90);
    folded += scanner.old->folds.empty() ? 0 : 1;
    punched += scanner.old->holes > 0 ? 1 : 0;
    dark_lids += scanner.old->lid < 100 ? 1 : 0;
    const auto& c = scanner.old->colour;
    pastel += *std::min_element(c.begin(), c.end()) < 230 && (c[0] < 240 || c[1] < 225 || c[2] < 180) ? 1 : 0;
  }
  for (const int count : tones) CHECK(count > 30);
  for (const int count : {folded, punched, dark_lids}) CHECK((count > 50 && count < 150));
  CHECK(pastel > 20);
}

TEST_CASE("folds move paper by less than a third of a millimetre") {
  Chance chance(1);
  for (int i = 0; i < 20; ++i)
    for (const Crease& crease : pick_creases({1, 210, 297}, {.folds = {1 / 3.0, 2 / 3.0}, .fold_down = true}, chance)) {
      CHECK(crease.kink_mm >= 0);
      CHECK(crease.kink_mm <= 0.3);
      CHECK(std::abs(crease.slide) * 200 < 0.4);
    }
}

TEST_CASE("fading lightens ink and the back shows through mirrored") {
  Sheet sheet{blank(), {1, 210, 297}, {}};
  sheet.front(cv::Rect(100, 100, 80, 80)) = cv::Scalar::all(0);
  sheet.back = blank();
  sheet.back(cv::Rect(40, 600, 160, 160)) = cv::Scalar::all(0);  // 10–50 mm from its left edge
  Chance chance(2);
  OldPaper old{.faded = 0.4, .bleed = 0.1};
  const cv::Mat page = aged(sheet, old, {}, chance);
  CHECK(std::abs(page.at<cv::Vec3b>(140, 140)[0] - 102) < 25);
  const double through = page.at<cv::Vec3b>(680, 840 - 120)[1], beside = page.at<cv::Vec3b>(680, 840 - 260)[1];
  CHECK(beside - through > 12);
  CHECK(sheet.front.at<cv::Vec3b>(140, 140)[0] == 0);  // the original is left alone
}

TEST_CASE("holes show the lid where the standard has them") {
  cv::Mat page = blank();
  punch_holes(page, 4, 2, false, 40);
  for (const double y_mm : {148.5 - 40, 148.5 + 40})
    CHECK(std::abs(page.at<cv::Vec3b>(static_cast<int>(y_mm * 4), 48)[0] - 40) < 5);
  CHECK(page.at<cv::Vec3b>(594, 48)[0] == 255);
  cv::Mat four = blank();
  punch_holes(four, 4, 4, true, 40);
  CHECK(changed(four) > 1.8 * changed(page));
  CHECK(four.at<cv::Vec3b>(594 - 160, 840 - 48)[0] < 50);  // a back has them on the right
}

TEST_CASE("staples and torn edges and folded corners stay at the margin") {
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    Chance chance(seed);
    cv::Mat page = blank();
    staple(page, 4, chance);
    tear_edge(page, 4, 30, chance);
    fold_corner(page, 4, 30, chance);
    CHECK(changed(page) > 300);
    cv::Mat middle = page(cv::Rect(45 * 4, 45 * 4, 120 * 4, 207 * 4));
    CHECK(changed(middle) == 0);
  }
}

TEST_CASE("stains and rings darken paper brown and never blacken it") {
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    Chance chance(seed);
    cv::Mat map = blank(2);
    stain(map, 2, chance);
    coffee_ring(map, 2, chance);
    CHECK(changed(map) > 100);
    CHECK(cv::mean(map)[0] > cv::mean(map)[2]);  // more red than blue is left
    double least = 0;
    cv::minMaxLoc(map.reshape(1), &least);
    CHECK(least > 60);
  }
}
