#include "pipeline/reading/ink_map.hpp"

#include <doctest/doctest.h>

#include <opencv2/imgproc.hpp>

#include "pipeline/imaging/mat.hpp"

using namespace carescan;
using namespace carescan::imaging;

namespace {

/// A crop of 30 × 15 mm with printed rules, whose scan shows `share` of their darkness on paper with a grain.
FieldCrop ruled(double share, double contrast) {
  constexpr int px_per_mm = 10, grain = 12;
  cv::Mat blank(150, 300, CV_8U, cv::Scalar(255)), noise(blank.size(), CV_8U);
  for (int y = 20; y < blank.rows; y += 30) cv::line(blank, {10, y}, {290, y}, cv::Scalar(0), 5);
  cv::RNG chance(7);
  chance.fill(noise, cv::RNG::UNIFORM, 0, grain);
  const cv::Mat scan = 255 - share * (255 - blank) - noise;
  return {.area = {0, 0, 30, 15},
          .px_per_mm = px_per_mm,
          .scan = to_raster(scan),
          .blank = to_raster(blank),
          .ink = to_raster(cv::Mat(blank.size(), CV_8U, cv::Scalar(255))),
          .contrast = contrast};
}

}  // namespace

TEST_CASE("pale printing is found at the paleness of its page, and missing printing is missed on the palest") {
  CHECK(reading::ink_map(ruled(0.9, 1)).print_support > 0.9);
  CHECK(reading::ink_map(ruled(0.35, 1)).print_support < 0.6);
  CHECK(reading::ink_map(ruled(0.35, 0.35)).print_support > 0.9);
  for (const double contrast : {0.0, 0.04, 0.2, 1.0}) CHECK(reading::ink_map(ruled(0, contrast)).print_support < 0.6);
}

TEST_CASE("how dark printing came out is told of all of it") {
  CHECK(printing_contrast(ruled(1, 1)) > 0.97);
  CHECK(printing_contrast(ruled(0.5, 1)) == doctest::Approx(0.5).epsilon(0.1));
  CHECK(printing_contrast(ruled(0, 1)) < 0.06);
  FieldCrop empty = ruled(1, 1);
  empty.blank = empty.ink;
  CHECK(printing_contrast(empty) == 1);
}
