#include "pipeline/imaging/print.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "pipeline/imaging/mat.hpp"
#include "pipeline/imaging/patches.hpp"
#include "pipeline/imaging/print_impl.hpp"
#include "tests/unit/imaging/paper.hpp"

using namespace carescan;
using namespace carescan::imaging;

TEST_CASE("prepare print keeps the page's size whatever the blank's resolution") {
  const paper::Form form = paper::draw_form(2);
  cv::Mat coarse;
  cv::resize(form.blank, coarse, {}, 100.0 / 300, 100.0 / 300, cv::INTER_AREA);
  for (const cv::Mat& blank : {form.blank, coarse}) {
    const PagePrint print = prepare_print(to_raster(blank), form.page, form.fields);
    CHECK(print.width_mm() == 210);
    CHECK(print.blank().width == doctest::Approx(210 * print.px_per_mm()).epsilon(0.001));
    CHECK(print.feature_count() > 400);
  }
}

TEST_CASE("prepare print takes features only away from where people write") {
  const paper::Form form = paper::draw_form(2);
  const PagePrint print = form.print();
  for (const cv::KeyPoint& p : print.impl().features.points)
    for (const BoxMm& writing : print.impl().writing) {
      const BoxMm inner = writing.grown(-0.3);
      const double x = (p.pt.x + 0.5) / feature_px_per_mm, y = (p.pt.y + 0.5) / feature_px_per_mm;
      CHECK_FALSE((x > inner.x && x < inner.right() && y > inner.y && y < inner.bottom()));
    }
}

TEST_CASE("prepare print of an empty page has no features and no patches") {
  const PagePrint print = prepare_print(make_raster(840, 1188), FormPage{1, 210, 297}, {});
  CHECK(print.feature_count() == 0);
  CHECK(print.impl().patches.empty());
}

TEST_CASE("patches lie on printing that is not repeated beside itself") {
  cv::Mat sheet(800, 800, CV_8U, cv::Scalar(255));
  for (int i = 0; i < 12; ++i) cv::rectangle(sheet, {40 + 16 * i, 600, 16, 16}, 0, 2);  // a comb of 2 mm cells
  cv::putText(sheet, "Allergies", {80, 180}, cv::FONT_HERSHEY_DUPLEX, 1.5, 0, 2);
  cv::resize(sheet, sheet, {}, 0.5, 0.5, cv::INTER_AREA);
  bool on_text = false;
  for (const PointMm p : choose_patches(sheet, feature_px_per_mm)) {
    on_text = on_text || (p.y > 15 && p.y < 28);
    const bool inside_comb = p.y > 72 && p.y < 80 && p.x > 10 && p.x < 22;
    CHECK_FALSE(inside_comb);
  }
  CHECK(on_text);
}
