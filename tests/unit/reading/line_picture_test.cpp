#include <doctest/doctest.h>

#include <opencv2/imgproc.hpp>

#include "paint.hpp"
#include "pipeline/reading/line_picture.hpp"
#include "pipeline/reading/presence.hpp"

using namespace carescan;
using namespace carescan::reading;
using namespace carescan::test;

namespace {

const Scanner fine{.px_per_mm = 300 / mm_per_inch};
const BoxMm box{3, 3, 50, 9};

/// Upright strokes `height` mm high from x = 6 on, leaning by `lean` mm to the right at the top.
void strokes(Painting& p, double bottom, double height, double lean) {
  for (int i = 0; i < 8; ++i) {
    const double x = 6 + 1.2 * i * height / 3;
    p.line({x, bottom}, {x + lean, bottom - height});
  }
}

cv::Mat picture_of(Painting& p, const std::vector<BoxMm>& rivals = {}) {
  const imaging::FieldCrop crop = p.crop();
  const InkMap map = ink_map(crop);
  return line_picture(crop, map, box, presence(map, box, rivals).ink.labels);
}

/// Ink in its fullest column over ink in its fullest row: upright strokes have it high.
double uprightness(const cv::Mat& picture) {
  cv::Mat columns;
  cv::reduce(picture, columns, 0, cv::REDUCE_SUM);
  double most = 0;
  cv::minMaxLoc(columns, nullptr, &most);
  return most;
}

}  // namespace

TEST_CASE("large and small writing give pictures of one height and about the same size") {
  Painting small({0, 0, 56, 15}, fine), large({0, 0, 56, 15}, fine);
  strokes(small, 10, 2.4, 0);
  strokes(large, 10.5, 4.5, 0);
  const cv::Mat a = picture_of(small), b = picture_of(large);
  CHECK(a.rows == line_height_px);
  CHECK(b.rows == line_height_px);
  CHECK(cv::boundingRect(a > 0.3f).height == doctest::Approx(cv::boundingRect(b > 0.3f).height).epsilon(0.12));
  CHECK(a.cols == doctest::Approx(b.cols).epsilon(0.15));
}

TEST_CASE("slanted writing is stood up") {
  Painting upright({0, 0, 56, 15}, fine), slanted({0, 0, 56, 15}, fine);
  strokes(upright, 10, 3.5, 0);
  strokes(slanted, 10, 3.5, 1.6);
  CHECK(uprightness(picture_of(slanted)) > 0.8 * uprightness(picture_of(upright)));
}

TEST_CASE("light pencil is as dark as a pen") {
  Painting pencil({0, 0, 56, 15}, fine);
  for (int i = 0; i < 6; ++i) pencil.line({6.0 + 2 * i, 10}, {6.0 + 2 * i, 7}, 70);
  double most = 0;
  cv::minMaxLoc(picture_of(pencil), nullptr, &most);
  CHECK(most > 0.9);
}

TEST_CASE("a dash stays a dash") {
  Painting p({0, 0, 56, 15}, fine);
  p.line({10, 8}, {14, 8});
  const cv::Rect ink = cv::boundingRect(picture_of(p) > 0.3f);
  CHECK(ink.height < line_height_px / 2);
}

TEST_CASE("ink of the line below is not shown but a tail that hangs out is") {
  const BoxMm below{3, 12, 50, 9};
  Painting p({0, 0, 56, 24}, fine);
  strokes(p, 10, 3, 0);
  p.line({20, 10}, {20, 13});  // a tail
  p.line({10, 19}, {10, 14}).line({12, 19}, {12, 14});
  const imaging::FieldCrop crop = p.crop();
  const InkMap map = ink_map(crop);
  const cv::Mat with = line_picture(crop, map, box, presence(map, box, {below}).ink.labels);
  Painting alone({0, 0, 56, 24}, fine);
  strokes(alone, 10, 3, 0);
  alone.line({20, 10}, {20, 13});
  const imaging::FieldCrop other = alone.crop();
  const InkMap clean = ink_map(other);
  const cv::Mat without = line_picture(other, clean, box, presence(clean, box, {below}).ink.labels);
  REQUIRE(with.size() == without.size());
  CHECK(cv::norm(with, without, cv::NORM_L1) < 0.1 * cv::sum(without)[0]);
}

TEST_CASE("a stroke that joins two lines is parted between them") {
  const BoxMm below{3, 12, 50, 9};
  Painting p({0, 0, 56, 24}, fine);
  p.line({10, 6}, {10, 18});
  const imaging::FieldCrop crop = p.crop();
  const InkMap map = ink_map(crop);
  const cv::Mat upper = line_picture(crop, map, box, presence(map, box, {below}).ink.labels);
  REQUIRE(!upper.empty());
  const cv::Mat lower = line_picture(crop, map, below, presence(map, below, {box}).ink.labels);
  CHECK(!lower.empty());
}

TEST_CASE("no ink is no picture") {
  Painting p({0, 0, 56, 15}, fine);
  CHECK(picture_of(p).empty());
}
