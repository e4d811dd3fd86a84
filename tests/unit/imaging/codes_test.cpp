#include "pipeline/imaging/codes.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "pipeline/imaging/mat.hpp"
#include "tests/unit/imaging/paper.hpp"

using namespace carescan;
using namespace carescan::imaging;

namespace {

const std::string text = "carescan:tea-list:1.0:1";
constexpr double px_per_mm = 300 / mm_per_inch;

/// Paints a code with its top-left module there, modules of 0.5 mm (as the shipped forms have them).
void paint_code(cv::Mat& page, CodeFormat format, PointMm at, const std::string& what = text) {
  const Raster code = draw_code(what, format);
  const int side = cvRound(0.5 * px_per_mm), high = format == CodeFormat::code_128 ? 20 : 1;
  cv::Mat modules;
  cv::resize(view(code), modules, {}, side, side * high, cv::INTER_NEAREST);
  const cv::Point corner(cvRound(at.x * px_per_mm), cvRound(at.y * px_per_mm));
  page(cv::Rect(corner - cv::Point(3 * side, 3 * side), modules.size() + cv::Size(6 * side, 6 * side))) = 255;
  modules.copyTo(page(cv::Rect(corner, modules.size())));
}

/// A form with a QR code at its foot, of 29 modules and 14.5 mm.
paper::Form coded_form(const std::string& what = text) {
  paper::Form form = paper::draw_form(7);
  form.page.code = text;
  paint_code(form.blank, CodeFormat::qr, {180, 270}, what);
  return form;
}

/// What is read in place on a scan of the form, whose geometry is found by its printing alone.
std::vector<PrintedCode> read_in_place(const paper::Form& form, const paper::Scanner& scanner, int bilevel_at = 0) {
  paper::Scan scan = paper::scan(form, scanner);
  if (bilevel_at > 0)
    for (std::uint8_t& grey : scan.image.raster.pixels) grey = grey < bilevel_at ? 0 : 255;
  const Prints prints{form.print()};
  REQUIRE(prints[0].code_box().has_value());
  const Straightened page = straighten(scan.image);
  const Identification id = identify(page, prints);
  REQUIRE(id.accepted.has_value());
  return codes_in_place(page, *id.accepted, prints[0]);
}

bool says(const std::vector<PrintedCode>& codes, const std::string& what = text) {
  return codes.size() == 1 && codes[0].text == what;
}

}  // namespace

TEST_CASE("codes: a code's corners say where the sheet lies") {
  // Turned by 30 degrees, 8 px a mm across and 6 down, the code's box 15 mm wide.
  const BoxMm printed{180, 270, 15, 15};
  const double cosine = std::cos(CV_PI / 6), sine = std::sin(CV_PI / 6);
  const auto laid = [&](double x, double y) {
    return PointPx{40 + 8 * cosine * x - 6 * sine * y, -70 + 8 * sine * x + 6 * cosine * y};
  };
  const PrintedCode code{text, CodeFormat::qr, {laid(180, 270), laid(195, 270), laid(195, 285), laid(180, 285)}};
  const Homography map = map_by_code(code, printed);
  for (const PointMm p : {PointMm{0, 0}, {210, 0}, {100, 297}}) {
    CHECK(map(p).x == doctest::Approx(laid(p.x, p.y).x));
    CHECK(map(p).y == doctest::Approx(laid(p.x, p.y).y));
  }
}

TEST_CASE("codes: each symbology is found on a page in every direction") {
  for (const CodeFormat format : {CodeFormat::qr, CodeFormat::data_matrix, CodeFormat::code_128})
    for (int quarter = 0; quarter < 4; ++quarter) {
      CAPTURE(static_cast<int>(format));
      CAPTURE(quarter);
      cv::Mat page(3508, 2480, CV_8U, cv::Scalar(245));
      paint_code(page, format, {30, 200});
      for (int i = 0; i < quarter; ++i) cv::rotate(page, page, cv::ROTATE_90_CLOCKWISE);
      const auto codes = find_codes(to_raster(page));
      REQUIRE(says(codes));
      CHECK(codes[0].format == format);
    }
}

TEST_CASE("codes: corners lie on the page, from the code's own top-left clockwise") {
  cv::Mat page(3508, 2480, CV_8U, cv::Scalar(245));
  paint_code(page, CodeFormat::qr, {180, 270});
  const auto codes = find_codes(to_raster(page));
  REQUIRE(says(codes));
  const double side = draw_code(text, CodeFormat::qr).width * 0.5;
  const std::array<PointMm, 4> truth{PointMm{180, 270}, {180 + side, 270}, {180 + side, 270 + side}, {180, 270 + side}};
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(codes[0].corners_px[i].x / px_per_mm == doctest::Approx(truth[i].x).epsilon(0.005));
    CHECK(codes[0].corners_px[i].y / px_per_mm == doctest::Approx(truth[i].y).epsilon(0.005));
  }
}

TEST_CASE("codes: all on a page are found, and none on printing and handwriting") {
  cv::Mat page = paper::draw_form(3).blank.clone();
  CHECK(find_codes(to_raster(page)).empty());
  paint_code(page, CodeFormat::qr, {20, 270}, "one");
  paint_code(page, CodeFormat::qr, {180, 270}, "two");
  paint_code(page, CodeFormat::data_matrix, {100, 270}, "three");
  std::vector<std::string> texts;
  for (const PrintedCode& code : find_codes(to_raster(page))) texts.push_back(code.text);
  std::sort(texts.begin(), texts.end());
  CHECK(texts == std::vector<std::string>{"one", "three", "two"});
  CHECK(find_codes(paper::empty_sheet(200, 5).raster).empty());
  CHECK(find_codes({}).empty());
}

TEST_CASE("codes: a print knows where its own code is, and only that") {
  const paper::Form form = coded_form();
  const auto box = form.print().code_box();
  REQUIRE(box.has_value());
  CHECK(std::abs(box->x - 180) < 0.6);
  CHECK(std::abs(box->y - 270) < 0.6);
  CHECK(std::abs(box->width - 0.5 * draw_code(text, CodeFormat::qr).width) < 0.8);
  CHECK_FALSE(coded_form("carescan:tea-list:0.9:1").print().code_box().has_value());
  paper::Form silent = coded_form();
  silent.page.code.clear();
  CHECK_FALSE(silent.print().code_box().has_value());
}

TEST_CASE("codes: read in place at 150 dpi, skewed, upside down") {
  for (const std::uint64_t seed : {1, 2, 3})
    CHECK(says(read_in_place(coded_form(), {.dpi = 150, .skew_deg = -2.6, .quarter_turns = 2, .seed = seed})));
}

TEST_CASE("codes: read in place on a bold and faded photocopy") {
  for (const std::uint64_t seed : {1, 2, 3})
    CHECK(says(read_in_place(coded_form(), {.dpi = 200,
                                            .skew_deg = 1.2,
                                            .scale_x = 0.97,
                                            .scale_y = 0.97,
                                            .noise = 8,
                                            .blur_px = 1.3,
                                            .darkness = 0.6,
                                            .bolder_px = 1,
                                            .seed = seed})));
}

TEST_CASE("codes: read in place on a bilevel scan") {
  for (const int threshold : {110, 150, 190})
    CHECK(says(read_in_place(coded_form(), {.dpi = 200, .skew_deg = 0.8, .noise = 10, .seed = 4}, threshold)));
}

TEST_CASE("codes: read in place on a photo with perspective and shadow") {
  for (const std::uint64_t seed : {1, 2, 3})
    CHECK(says(read_in_place(
        coded_form(),
        {.dpi = 220, .skew_deg = 4, .keystone = 0.08, .shadow = 0.4, .blur_px = 1.2, .margin_mm = 12, .seed = seed})));
}

TEST_CASE("codes: another text at the place is read as what it is") {
  paper::Form printed = coded_form(), pasted = coded_form("carescan:tea-list:1.1:1");
  const Prints prints{printed.print()};
  const Straightened page = straighten(paper::scan(pasted, {.dpi = 200}).image);
  const Identification id = identify(page, prints);
  REQUIRE(id.accepted.has_value());
  CHECK(says(codes_in_place(page, *id.accepted, prints[0]), "carescan:tea-list:1.1:1"));
}

TEST_CASE("codes: a covered or torn code is not read, and registration stands without it") {
  for (const double share : {0.5, 1.0}) {
    paper::Form form = coded_form();
    const Prints prints{form.print()};
    const cv::Rect code(cvRound(179 * px_per_mm), cvRound(269 * px_per_mm), cvRound(18 * share * px_per_mm),
                        cvRound(18 * px_per_mm));
    form.blank(code) = 255;
    const Straightened page = straighten(paper::scan(form, {.dpi = 200, .skew_deg = 1}).image);
    const Identification id = identify(page, prints);
    REQUIRE(id.accepted.has_value());
    CHECK(codes_in_place(page, *id.accepted, prints[0]).empty());
  }
}

TEST_CASE("codes: a print without a code is looked at nowhere") {
  paper::Form form = coded_form();
  form.page.code.clear();
  const Prints prints{form.print()};
  const Straightened page = straighten(paper::scan(form, {.dpi = 200}).image);
  const Identification id = identify(page, prints);
  REQUIRE(id.accepted.has_value());
  CHECK(codes_in_place(page, *id.accepted, prints[0]).empty());
}

TEST_CASE("identify tries only the prints it is told to") {
  const paper::Form right = paper::draw_form(1), other = paper::draw_form(2);
  const Prints prints{other.print(), right.print()};
  const Straightened page = straighten(paper::scan(right, {.dpi = 150}).image);
  RegisterOptions options;
  REQUIRE(identify(page, prints, options).accepted.has_value());
  options.only = {1};
  REQUIRE(identify(page, prints, options).accepted.has_value());
  CHECK(identify(page, prints, options).accepted->print == 1);
  options.only = {0};
  CHECK_FALSE(identify(page, prints, options).accepted.has_value());
}
