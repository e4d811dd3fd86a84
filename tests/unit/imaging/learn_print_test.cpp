#include "pipeline/imaging/learn_print.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "pipeline/imaging/mat.hpp"
#include "tests/unit/imaging/paper.hpp"

using namespace carescan;
using namespace carescan::imaging;

namespace {

const BoxMm often{20, 100, 12, 6}, always{60, 100, 8, 6};
const std::vector<BoxMm> areas{often, always};

cv::Rect px(const BoxMm& box) {
  const auto at = [](double mm) { return static_cast<int>(mm * learned_px_per_mm); };
  return {at(box.x), at(box.y), at(box.width), at(box.height)};
}

/// The blank with two frames, as the form's designer made it.
cv::Mat designed() {
  cv::Mat blank(2376, 1680, CV_8U, cv::Scalar(255));
  cv::putText(blank, "Care plan", {200, 300}, cv::FONT_HERSHEY_DUPLEX, 3, 0, 6);
  for (const BoxMm& box : areas) cv::rectangle(blank, px(box), 0, 2);
  return blank;
}

/// One filled page as the copier prints it: the text paler, a streak that the blank does not know, ink in the first box
/// at another place each time (but for `same`), and the second box filled in by everybody.
Raster filled(int person, bool same = false) {
  cv::Mat page = designed() + 70;
  cv::line(page, {1500, 0}, {1500, 2375}, 30, 3);
  const cv::Rect box = px(often);
  const int x = box.x + 10 + (same ? 0 : 9 * person);
  cv::line(page, {x, box.y + 8}, {x, box.y + box.height - 8}, 10, 4);
  cv::rectangle(page, px(always.grown(-0.8)), 10, cv::FILLED);
  return to_raster(page);
}

std::vector<Raster> heap(int count) {
  std::vector<Raster> pages;
  for (int person = 0; person < count; ++person) pages.push_back(filled(person % 9));
  return pages;
}

PagePrint print() {
  return prepare_print(to_raster(designed()), {1, 210, 297}, {});
}

int darkest(const Raster& picture, const BoxMm& box) {
  double least = 0;
  cv::minMaxLoc(view(picture)(px(box)), &least);
  return static_cast<int>(least);
}

}  // namespace

TEST_CASE("what is printed is learnt as the copier prints it and what is written is not") {
  const LearnedPage learned = learn_print(print(), heap(9), areas);
  CHECK(learned.picture.width == 1680);
  CHECK(learned.picture.height == 2376);
  CHECK(darkest(learned.picture, {20, 20, 100, 25}) == doctest::Approx(70).epsilon(0.1));  // the title, paler
  CHECK(darkest(learned.picture, {185, 50, 5, 5}) == 30);                                  // the streak
  CHECK(darkest(learned.picture, often.grown(-0.7)) > 240);                                // where people wrote
}

TEST_CASE("a box that everybody fills in stays as the blank has it and is named") {
  const LearnedPage learned = learn_print(print(), heap(9), areas);
  CHECK(learned.kept == std::vector<BoxMm>{always});
  CHECK(darkest(learned.picture, always.grown(-1.2)) > 240);
}

TEST_CASE("ink at one place of most pages is not learnt inside an area") {
  std::vector<Raster> pages(8, filled(0, true));
  pages.push_back(filled(5));
  const LearnedPage learned = learn_print(print(), pages, areas);
  CHECK(darkest(learned.picture, often.grown(-0.7)) > 240);
}

TEST_CASE("one white page among many does not undo what is learnt") {
  std::vector<Raster> pages = heap(24);
  pages.push_back(to_raster(cv::Mat(2376, 1680, CV_8U, cv::Scalar(255))));
  const LearnedPage learned = learn_print(print(), pages, areas);
  CHECK(darkest(learned.picture, {20, 20, 100, 25}) < 90);
  CHECK(learned.kept.size() == 1);
}
