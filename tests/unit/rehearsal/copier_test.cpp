#include "pipeline/rehearsal/copier.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "pipeline/rehearsal/scanner.hpp"

using namespace carescan;
using namespace carescan::rehearsal;

namespace {

/// White paper, a black bar and a bar of light pencil, at five pixels a millimetre.
cv::Mat written_page() {
  cv::Mat page(400, 600, CV_8UC3, cv::Scalar::all(255));
  page(cv::Rect(100, 100, 400, 40)) = cv::Scalar(10, 10, 120);
  page(cv::Rect(100, 250, 400, 40)) = cv::Scalar::all(225);
  return page;
}

double mean_in(const cv::Mat& page, const cv::Rect& where) {
  return cv::mean(page(where))[0];
}

}  // namespace

TEST_CASE("a copier keeps ink black and loses its colour") {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    Chance chance(seed);
    const cv::Mat copy = photocopied(written_page(), 5, chance);
    REQUIRE(copy.type() == CV_8UC3);
    CHECK(copy.size() == written_page().size());
    const cv::Vec3b ink = copy.at<cv::Vec3b>(120, 300);
    CHECK(ink[0] == ink[1]);
    CHECK(ink[1] == ink[2]);
    CHECK(mean_in(copy, {150, 110, 300, 20}) < 40);
  }
}

TEST_CASE("a copier makes light pencil lighter and leaves specks of toner on white paper") {
  int specked = 0;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    Chance chance(seed);
    const cv::Mat copy = photocopied(written_page(), 5, chance);
    CHECK(mean_in(copy, {150, 260, 300, 20}) > 225);
    CHECK(mean_in(copy, {0, 300, 600, 100}) > 240);
    double darkest = 255;
    cv::minMaxLoc(copy(cv::Rect(0, 300, 600, 100)).clone().reshape(1), &darkest, nullptr);
    specked += darkest < 128 ? 1 : 0;
  }
  CHECK(specked >= 5);
}

TEST_CASE("a photocopy is shrunk by up to three percent and never in colour") {
  int bilevel = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Chance chance(seed);
    Scanner scanner;
    scanner.tone = Tone::colour;
    scanner.dpi = 150;
    make_second_generation(scanner, chance);
    CHECK(scanner.second_generation);
    CHECK(scanner.scale_x >= 0.97);
    CHECK(scanner.scale_x <= 1.0);
    CHECK(scanner.scale_x == scanner.scale_y);
    CHECK(scanner.tone != Tone::colour);
    if (scanner.tone == Tone::bilevel) CHECK(scanner.dpi >= 200);
    bilevel += scanner.tone == Tone::bilevel ? 1 : 0;
  }
  CHECK(bilevel > 8);
  CHECK(bilevel < 40);
}

TEST_CASE("the clean scanner is the same for every seed and straight") {
  Chance a(1), b(2);
  const Scanner one = pick_scanner("clean", a), two = pick_scanner("clean", b);
  CHECK(one.dpi == 300);
  CHECK(one.dpi == two.dpi);
  CHECK(one.tone == Tone::grey);
  CHECK(one.skew_max_deg <= 0.3);
  CHECK(one.stretch_mm == 0);
  CHECK_FALSE(one.second_generation);
}

TEST_CASE("office scanners come in every tone within what offices have") {
  int tones[3] = {0, 0, 0};
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Chance chance(seed);
    const Scanner scanner = pick_scanner("office", chance);
    ++tones[static_cast<int>(scanner.tone)];
    CHECK((scanner.dpi == 150 || scanner.dpi == 200 || scanner.dpi == 300));
    if (scanner.tone == Tone::bilevel) CHECK(scanner.dpi >= 200);
    CHECK(std::abs(scanner.scale_x - 1) <= 0.01);
    CHECK(scanner.jpeg_quality >= 50);
    CHECK_FALSE(scanner.second_generation);
  }
  for (const int count : tones) CHECK(count >= 10);
}

TEST_CASE("the copier preset is an office scanner that looks at photocopies") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Chance chance(seed);
    const Scanner scanner = pick_scanner("copier", chance);
    CHECK(scanner.second_generation);
    CHECK(scanner.tone != Tone::colour);
    CHECK(scanner.scale_x <= 1.01);
    CHECK(scanner.scale_x >= 0.96);
  }
}
