#include "pipeline/reading/other_printing.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <opencv2/imgproc.hpp>
#include <string>

#include "pipeline/imaging/mat.hpp"

using namespace carescan;
using carescan::reading::other_printing;

namespace {

constexpr double scale = 6;

int px(double mm) {
  return cvRound(mm * scale);
}

/// A row of the made-up form: a label and the box to write in beside it.
struct Row {
  std::string label;
  double y_mm;
  BoxMm box() const { return {70, y_mm, 110, 8}; }
};

std::vector<Row> form() {
  return {{"Preferred name", 20},     {"Date of admission", 38}, {"Known allergies", 56}, {"Next of kin", 74},
          {"Mobility and falls", 92}, {"Skin integrity", 110},   {"Communication", 128},  {"Review due", 146}};
}

cv::Mat drawn(const std::vector<Row>& rows) {
  cv::Mat sheet(px(170), px(190), CV_8U, cv::Scalar(255));
  for (const Row& row : rows) {
    cv::putText(sheet, row.label, {px(12), px(row.y_mm + 5.5)}, cv::FONT_HERSHEY_DUPLEX, 0.75, 0, 1, cv::LINE_AA);
    const BoxMm b = row.box();
    cv::rectangle(sheet, {px(b.x), px(b.y)}, {px(b.right()), px(b.bottom())}, 0, 1);
  }
  return sheet;
}

/// As a scanner sees it: soft, noisy, moved by a fifth of a millimetre.
cv::Mat scanned(const cv::Mat& sheet, double darkness = 1) {
  cv::Mat out;
  const cv::Mat shift = (cv::Mat_<double>(2, 3) << 1, 0, 1.2, 0, 1, -0.8);
  cv::warpAffine(sheet, out, shift, sheet.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  out = 255 - (255 - out) * darkness;
  cv::GaussianBlur(out, out, {0, 0}, 0.8);
  cv::Mat noise(out.size(), CV_16S), wide;
  cv::RNG(7).fill(noise, cv::RNG::NORMAL, 0, 8);
  out.convertTo(wide, CV_16S);
  wide += noise;
  wide.convertTo(out, CV_8U);
  return out;
}

std::vector<BoxMm> other(const cv::Mat& scan) {
  std::vector<BoxMm> writing;
  for (const Row& row : form()) writing.push_back(row.box());
  imaging::FieldCrop crop;
  crop.area = {0, 0, 190, 170};
  crop.px_per_mm = scale;
  crop.scan = imaging::to_raster(scan);
  crop.blank = imaging::to_raster(drawn(form()));
  return other_printing(crop, writing);
}

bool asks(const std::vector<BoxMm>& places, const Row& row) {
  return reading::touches(places, row.box());
}

}  // namespace

TEST_CASE("the template's own printing is not other printing when soft and noisy and pale") {
  CHECK(other(scanned(drawn(form()))).empty());
  CHECK(other(scanned(drawn(form()), 0.45)).empty());
  CHECK(other(drawn(form())).empty());
}

TEST_CASE("ink over labels and frames is not other printing") {
  cv::Mat sheet = drawn(form());
  for (double y = 20; y < 150; y += 9) {
    std::vector<cv::Point> stroke;
    for (double x = 10; x < 180; x += 3) stroke.emplace_back(px(x), px(y + 4 * std::sin(x * 1.3)));
    cv::polylines(sheet, stroke, false, 60, 3, cv::LINE_AA);
  }
  CHECK(other(scanned(sheet)).empty());
}

TEST_CASE("a line that moved asks its field and leaves those far away") {
  for (const double by_mm : {1.5, 2.0, 3.0, 5.0, -2.0}) {
    CAPTURE(by_mm);
    std::vector<Row> moved = form();
    moved[3].y_mm += by_mm;
    const auto places = other(scanned(drawn(moved)));
    CHECK(asks(places, form()[3]));
    for (const std::size_t far : {0U, 1U, 5U, 6U, 7U}) CHECK_FALSE(asks(places, form()[far]));
  }
}

TEST_CASE("labels that were swapped ask both fields") {
  std::vector<Row> swapped = form();
  std::swap(swapped[2].label, swapped[5].label);
  const auto places = other(scanned(drawn(swapped)));
  CHECK(asks(places, form()[2]));
  CHECK(asks(places, form()[5]));
  CHECK_FALSE(asks(places, form()[0]));
  CHECK_FALSE(asks(places, form()[7]));
}

TEST_CASE("a row that is gone asks its field and an empty page has no other printing to speak of") {
  std::vector<Row> without = form();
  without.erase(without.begin() + 4);
  CHECK(asks(other(scanned(drawn(without))), form()[4]));
  imaging::FieldCrop empty;
  empty.px_per_mm = scale;
  empty.scan = empty.blank = make_raster(600, 600);
  CHECK(other_printing(empty, {}).empty());
}
