#include "pipeline/imaging/crop.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "pipeline/imaging/ink.hpp"
#include "pipeline/imaging/local_shift.hpp"
#include "pipeline/imaging/mat.hpp"
#include "pipeline/imaging/print_impl.hpp"
#include "tests/unit/imaging/paper.hpp"

using namespace carescan;
using namespace carescan::imaging;

namespace {

/// A form and a scan of it without ink, registered.
struct Desk {
  paper::Form form = paper::draw_form(1);
  PagePrint print = form.print();

  RegisteredPage lay(const paper::Scanner& s) const {
    Straightened page = straighten(paper::scan(form, s).image);
    const Identification id = identify(page, {print});
    REQUIRE(id.accepted.has_value());
    return {std::move(page), *id.accepted, print};
  }
};

const Desk& desk() {
  static const Desk d;
  return d;
}

/// Share of the picture that is dark.
double dark_share(const Raster& r) {
  return static_cast<double>(cv::countNonZero(view(r) < 150)) / static_cast<double>(view(r).total());
}

paper::Scanner plain() {
  paper::Scanner s;
  s.skew_deg = 1.3;
  s.scale_x = 1.01;
  return s;
}

}  // namespace

TEST_CASE("cut leaves no ink of a field that nobody filled in") {
  const RegisteredPage page = desk().lay(plain());
  for (const Field& f : desk().form.fields) {
    const FieldCrop crop = cut(page, f.box, 1.5);
    CAPTURE(f.name);
    CHECK(dark_share(crop.scan) > 0.01);
    CHECK(dark_share(crop.ink) < 0.001);
  }
}

TEST_CASE("cut leaves no ghost of the frame on a bold and faded photocopy") {
  paper::Scanner copier = plain();
  copier.bolder_px = 2;
  copier.darkness = 0.7;
  copier.blur_px = 1.5;
  copier.noise = 10;
  const RegisteredPage page = desk().lay(copier);
  for (const Field& f : desk().form.fields) CHECK(dark_share(cut(page, f.box, 1.5).ink) < 0.004);
}

TEST_CASE("cut keeps what a person wrote") {
  paper::Scanner written = plain();
  written.ink_strokes = 80;
  const RegisteredPage page = desk().lay(written), empty = desk().lay(plain());
  double with = 0, without = 0;
  for (const Field& f : desk().form.fields) {
    with += dark_share(cut(page, f.box, 1.5).ink);
    without += dark_share(cut(empty, f.box, 1.5).ink);
  }
  CHECK(with > 10 * without);
  CHECK(with > 0.5);
}

TEST_CASE("cut shows the area asked for at the resolution asked for") {
  const RegisteredPage page = desk().lay(plain());
  const BoxMm box = desk().form.fields.front().box;
  const FieldCrop crop = cut(page, box, 2, 10);
  CHECK(crop.area == box.grown(2));
  CHECK(crop.px_per_mm == 10);
  CHECK(crop.scan.width == static_cast<int>(std::lround((box.width + 4) * 10)));
  CHECK(crop.ink.height == crop.blank.height);
  const double own = cut(page, box, 2).px_per_mm;
  CHECK(own == doctest::Approx(300 / 25.4).epsilon(0.02));
}

TEST_CASE("cut beyond the edge of the scan is white") {
  const RegisteredPage page = desk().lay(plain());
  const FieldCrop crop = cut(page, {-60, -60, 20, 20}, 0, 8);
  CHECK(cv::mean(view(crop.scan))[0] == 255);
  CHECK(cv::mean(view(crop.ink))[0] == 255);
  CHECK(crop.beyond == 1);
}

TEST_CASE("local shift finds a registration that is off and trusts a flat direction not at all") {
  RegisteredPage page = desk().lay(plain());
  page.registration.residual_mm = 0.3;
  const double scale = local_scale(page.registration.to_source, {100, 150});
  const PointMm before = local_shift(page, desk().form.fields.front().box);
  page.registration.to_source.h[2] += 0.3 * scale;  // the map now points 0.3 mm too far right
  const PointMm after = local_shift(page, desk().form.fields.front().box);
  CHECK(after.x - before.x == doctest::Approx(-0.3).epsilon(0.15));
  CHECK(std::abs(after.y - before.y) < 0.05);
  const PointMm nothing = local_shift(page, {2, 289, 5, 5});
  CHECK(nothing == PointMm{});
  page.registration.residual_mm = 0.05;  // what is this near is not looked at again
  CHECK(local_shift(page, desk().form.fields.front().box) == PointMm{});
}

TEST_CASE("ink of a tick across a frame is one stroke and the frame is gone") {
  cv::Mat blank(120, 120, CV_8U, cv::Scalar(255));
  cv::rectangle(blank, {30, 30}, {90, 90}, 0, 3);
  cv::Mat scan = blank.clone();
  cv::line(scan, {40, 60}, {60, 80}, 40, 5, cv::LINE_AA);
  cv::line(scan, {60, 80}, {110, 12}, 40, 5, cv::LINE_AA);  // leaves the box
  const cv::Mat ink = ink_of(scan, blank, 12) < 128;
  cv::Mat labels, stats, centroids;
  const int parts = cv::connectedComponentsWithStats(ink, labels, stats, centroids);
  int large = 0;
  for (int i = 1; i < parts; ++i) large += stats.at<int>(i, cv::CC_STAT_AREA) > 40;
  CHECK(large == 1);
  CHECK(ink.at<uchar>(30, 45) == 0);
  CHECK(ink.at<uchar>(60, 30) == 0);
  CHECK(ink.at<uchar>(70, 50) != 0);
}

TEST_CASE("ink of the blank itself is nothing even when it is shifted by a fifth of a mm") {
  cv::Mat blank(120, 200, CV_8U, cv::Scalar(255)), moved;
  cv::rectangle(blank, {30, 30}, {170, 90}, 0, 3);
  cv::putText(blank, "Name", {40, 75}, cv::FONT_HERSHEY_DUPLEX, 1.2, 0, 2);
  cv::warpAffine(blank, moved, cv::Matx23d{1, 0, 2, 0, 1, 2}, blank.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT, 255);
  CHECK(cv::countNonZero(ink_of(moved, blank, 12) < 200) == 0);
}

TEST_CASE("registered picture is the page upright at the dpi asked for") {
  const RegisteredPage page = desk().lay(plain());
  const Raster picture = registered_picture(page, 50);
  CHECK(picture.width == 413);
  CHECK(picture.height == 585);
  cv::Mat expected, seen = view(picture);
  cv::resize(desk().print.impl().blank, expected, seen.size(), 0, 0, cv::INTER_AREA);
  cv::GaussianBlur(expected, expected, {0, 0}, 0.8);
  cv::Mat alike;
  cv::matchTemplate(seen, expected, alike, cv::TM_CCOEFF_NORMED);
  CHECK(alike.at<float>(0) > 0.9);
}
