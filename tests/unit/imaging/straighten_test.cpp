#include "pipeline/imaging/straighten.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "pipeline/imaging/mat.hpp"
#include "tests/unit/imaging/paper.hpp"

using namespace carescan;
using carescan::imaging::straighten;
using carescan::imaging::Straightened;

namespace {

paper::Scanner at_angle(double skew_deg, double dpi = 200) {
  paper::Scanner s;
  s.skew_deg = skew_deg;
  s.dpi = dpi;
  s.ink_strokes = 40;
  return s;
}

void draw(PageImage& page, cv::Rect where, int value) {
  cv::Mat picture = imaging::view(page.raster);
  cv::rectangle(picture, where, value, cv::FILLED);
}

}  // namespace

TEST_CASE("straighten finds the skew of a scanned form to a twentieth of a degree") {
  const paper::Form form = paper::draw_form(3);
  for (const double skew : {-4.3, -0.4, 0.0, 1.7}) {
    const Straightened s = straighten(paper::scan(form, at_angle(skew)).image);
    CHECK(std::abs(s.skew_deg - skew) < 0.05);
    CHECK(s.skew_confidence > 0.7);
    CHECK_FALSE(s.blank);
  }
}

TEST_CASE("straighten measures skew of a page that lies on its side") {
  paper::Scanner side = at_angle(2.2);
  side.quarter_turns = 1;
  const Straightened s = straighten(paper::scan(paper::draw_form(4), side).image);
  CHECK(std::abs(s.skew_deg - 2.2) < 0.05);
}

TEST_CASE("straighten has no confidence in the skew of noise") {
  PageImage page{make_raster(1240, 1754), 150, {}};
  cv::Mat picture = imaging::view(page.raster);
  cv::RNG random(5);
  random.fill(picture, cv::RNG::UNIFORM, 0, 256);
  CHECK(straighten(page).skew_confidence < 0.5);
}

TEST_CASE("straighten takes the resolution from the file only where it is believable") {
  PageImage page{make_raster(1240, 1754), 150, {}};
  CHECK(straighten(page).px_per_mm == doctest::Approx(150 / 25.4));
  page.dpi = 72;  // would be a sheet of 44 x 62 cm
  CHECK(straighten(page).px_per_mm == doctest::Approx(1240 / 210.0).epsilon(0.001));
  page.dpi = 0;
  CHECK(straighten(page).px_per_mm == doctest::Approx(1240 / 210.0).epsilon(0.001));
}

TEST_CASE("straighten evens out a shadow and keeps the printing") {
  paper::Scanner shaded = at_angle(0, 150);
  shaded.shadow = 0.5;
  const paper::Scan scan = paper::scan(paper::draw_form(2), shaded);
  const Straightened s = straighten(scan.image);
  const cv::Mat even = imaging::view(s.grey), raw = imaging::view(scan.image.raster);
  const cv::Rect left(20, 20, 60, 1500), right(1160, 20, 60, 1500);
  CHECK(cv::mean(raw(left))[0] - cv::mean(raw(right))[0] > 60);
  CHECK(std::abs(cv::mean(even(left))[0] - cv::mean(even(right))[0]) < 8);
  double darkest = 255;
  cv::minMaxLoc(even, &darkest);
  CHECK(darkest < 80);
}

TEST_CASE("straighten turns colour into grey of the same size") {
  PageImage page{make_raster(600, 800, 3), 0, {}};
  const Straightened s = straighten(page);
  CHECK(s.grey.channels == 1);
  CHECK(s.grey.width == 600);
  CHECK(s.grey.height == 800);
}

TEST_CASE("straighten calls an empty sheet blank in spite of specks and holes and a dark edge") {
  PageImage page = paper::empty_sheet(150, 3);
  CHECK(straighten(page).blank);
  for (int i = 0; i < 30; ++i) draw(page, {100 + 31 * i, 200 + 43 * i, 3, 3}, 30);  // specks of half a mm
  draw(page, {0, 0, page.raster.width, 12}, 10);                                    // the lid
  cv::Mat picture = imaging::view(page.raster);
  for (const int y : {640, 1110}) cv::circle(picture, {70, y}, 18, 40, cv::FILLED);  // filing holes of 6 mm
  CHECK(straighten(page).blank);
}

namespace {

/// The back of a filed sheet on a glass with a dark lid: 16 mm of lid below, a wedge of it on the left, a folded
/// corner, the crease of a letter, two filing holes and a staple.
PageImage filed_back() {
  PageImage page = paper::empty_sheet(150, 7);
  cv::Mat picture = imaging::view(page.raster);
  const int w = picture.cols, h = picture.rows;
  cv::rectangle(picture, {0, h - 95, w, 95}, 25, cv::FILLED);
  cv::fillPoly(picture, std::vector<std::vector<cv::Point>>{{{0, 0}, {75, 0}, {0, h}}}, 30, cv::LINE_AA);
  cv::fillPoly(picture, std::vector<std::vector<cv::Point>>{{{w, 0}, {w - 200, 0}, {w, 180}}}, 35, cv::LINE_AA);
  cv::line(picture, {0, 600}, {w, 606}, 170, 2, cv::LINE_AA);
  for (const int y : {640, 1110}) cv::circle(picture, {110, y}, 18, 40, cv::FILLED, cv::LINE_AA);
  cv::line(picture, {w - 110, 215 - 150}, {w - 60, 105}, 60, 4, cv::LINE_AA);
  return page;
}

}  // namespace

TEST_CASE("straighten calls the back of a filed sheet blank: lid and folded corner and crease and holes and staple") {
  CHECK(straighten(filed_back()).blank);
}

TEST_CASE("straighten finds the one word on the back of a filed sheet") {
  PageImage page = filed_back();
  cv::Mat picture = imaging::view(page.raster);
  cv::putText(picture, "no", {400, 900}, cv::FONT_HERSHEY_SCRIPT_SIMPLEX, 1.2, 90, 2, cv::LINE_AA);
  CHECK_FALSE(straighten(page).blank);
}

TEST_CASE("straighten takes no stroke in the middle for a staple") {
  PageImage page = paper::empty_sheet(150, 8);
  cv::line(imaging::view(page.raster), {500, 800}, {560, 830}, 60, 4, cv::LINE_AA);
  CHECK_FALSE(straighten(page).blank);
}

TEST_CASE("straighten measures the skew of the page and not of the lid beside it") {
  for (const double skew : {-1.6, 0.9}) {
    PageImage page = paper::scan(paper::draw_form(3), at_angle(skew)).image;
    cv::Mat picture = imaging::view(page.raster);
    cv::rectangle(picture, {0, 0, 70, picture.rows}, 20, cv::FILLED);
    cv::rectangle(picture, {0, picture.rows - 60, picture.cols, 60}, 20, cv::FILLED);
    const Straightened s = straighten(page);
    CHECK(std::abs(s.skew_deg - skew) < 0.05);
    CHECK(s.skew_confidence > imaging::believable_skew);
  }
}

TEST_CASE("straighten does not believe one angle where the page is seen in perspective") {
  paper::Scanner tilted = at_angle(2);
  tilted.keystone = 0.2;
  tilted.margin_mm = 15;
  CHECK(straighten(paper::scan(paper::draw_form(3), tilted).image).skew_confidence < imaging::believable_skew);
}

TEST_CASE("straighten does not believe the profile alone") {
  PageImage page = paper::empty_sheet(150, 9);
  cv::Mat picture = imaging::view(page.raster);
  for (int y = 200; y < 1500; y += 40)
    cv::putText(picture, "lines of words with no rule at all between them", {150, y}, cv::FONT_HERSHEY_SIMPLEX, 0.9, 40,
                2, cv::LINE_AA);
  const Straightened s = straighten(page);
  CHECK(std::abs(s.skew_deg) < 0.1);
  CHECK(s.skew_confidence > 0);
  CHECK(s.skew_confidence < imaging::believable_skew);
}

TEST_CASE("straighten finds the skew of a faded copy") {
  paper::Scanner faded = at_angle(1.3);
  faded.darkness = 0.3;
  faded.blur_px = 1.2;
  const Straightened s = straighten(paper::scan(paper::draw_form(3), faded).image);
  CHECK(std::abs(s.skew_deg - 1.3) < 0.05);
  CHECK(s.skew_confidence > imaging::believable_skew);
}

TEST_CASE("straighten reduces the page to a hundred dots an inch at any resolution") {
  for (const double dpi : {100.0, 150.0, 203.2, 300.0, 400.0}) {
    const Straightened s = straighten(paper::scan(paper::draw_form(1), at_angle(0, dpi)).image);
    CHECK(std::abs(s.small.width - s.grey.width * s.small_per_full) < 1);
    CHECK(s.px_per_mm * s.small_per_full == doctest::Approx(std::min(dpi / 25.4, imaging::small_px_per_mm)));
    const cv::Mat small = imaging::view(s.small), full = imaging::view(s.grey);
    CHECK(std::abs(cv::mean(small)[0] - cv::mean(full)[0]) < 1);
  }
}

TEST_CASE("straighten does not lose a page with a single word on it") {
  PageImage page = paper::empty_sheet(150, 4);
  cv::Mat picture = imaging::view(page.raster);
  cv::putText(picture, "none", {400, 700}, cv::FONT_HERSHEY_SCRIPT_SIMPLEX, 1.2, 90, 2, cv::LINE_AA);
  CHECK_FALSE(straighten(page).blank);
}

TEST_CASE("straighten does not lose a page whose printed frame was cropped at the edge") {
  PageImage page = paper::empty_sheet(150, 6);
  cv::Mat picture = imaging::view(page.raster);
  cv::rectangle(picture, {-5, 200}, {1100, 1500}, 60, 3);
  cv::line(picture, {-5, 700}, {1100, 700}, 60, 3);
  CHECK_FALSE(straighten(page).blank);
}

TEST_CASE("straighten survives pictures too small to be a page") {
  for (const int side : {0, 1, 15, 16, 40}) {
    const Straightened s = straighten({make_raster(side, side), 0, {}});
    CHECK(s.blank);
    CHECK(s.grey.width == side);
  }
}

TEST_CASE("straighten gives the same bytes twice") {
  const paper::Scan scan = paper::scan(paper::draw_form(5), at_angle(1, 150));
  const Straightened a = straighten(scan.image), b = straighten(scan.image);
  CHECK(a.grey.pixels == b.grey.pixels);
  CHECK(a.skew_deg == b.skew_deg);
}

TEST_CASE("the skew of a picture that does not say its dpi is measured and not believed") {
  paper::Scanner scanner;
  scanner.skew_deg = 1.2;
  PageImage image = paper::scan(paper::draw_form(3), scanner).image;
  const double known = straighten(image).skew_confidence;
  for (const double dpi : {0.0, 72.0}) {
    image.dpi = dpi;
    const auto s = straighten(image);
    CHECK(std::abs(s.skew_deg - 1.2) < 0.05);
    CHECK(s.skew_confidence < imaging::believable_skew);
  }
  CHECK(known > imaging::believable_skew);
}
