#include "pipeline/reading/mark_net.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "paint.hpp"
#include "pipeline/reading/mark_picture.hpp"
#include "pipeline/reading/marks.hpp"

using namespace carescan;
using namespace carescan::reading;
using namespace carescan::test;

namespace {

const BoxMm box{5, 5, 4, 4};

Painting with_box() {
  Painting p({0, 0, 14, 14}, {.px_per_mm = 10});
  p.frame(box);
  return p;
}

Painting ticked() {
  return with_box().line({5.8, 6.8}, {6.8, 8.3}).line({6.8, 8.3}, {9.8, 4.0});
}

MarkFeatures seen(const Painting& painting) {
  return mark_features({painting.crop(), box, {}});
}

/// Judged by the rule and the net together.
Mark judged(const Painting& painting, MarkStyle style = {}) {
  static MarkNet net;
  MarkFeatures features = seen(painting);
  ask_net(net, {&features});
  return judge_mark(features, style);
}

double darkest(const cv::Mat& plane) {
  double most = 0;
  cv::minMaxLoc(plane, nullptr, &most);
  return most;
}

}  // namespace

TEST_CASE("a mark's picture shows the box in the middle with its ink and its printing") {
  const cv::Mat picture = seen(ticked()).picture;
  REQUIRE(picture.rows == 3 * mark_picture_side);
  REQUIRE(picture.cols == mark_picture_side);
  const cv::Mat ink = picture.rowRange(0, 40), own = picture.rowRange(40, 80), print = picture.rowRange(80, 120);
  CHECK(darkest(ink(cv::Rect(12, 12, 16, 16))) > 200);
  CHECK(darkest(ink(cv::Rect(0, 30, 10, 10))) == 0);
  CHECK(cv::norm(ink, own, cv::NORM_INF) == 0);  // one stroke and it is the box's
  CHECK(darkest(print(cv::Rect(14, 14, 12, 12))) == 0);
  CHECK(darkest(print(cv::Rect(8, 14, 6, 12))) == 255);  // the left frame
}

TEST_CASE("ink of a neighbour is seen and not as the box's own") {
  const BoxMm neighbour{10, 5, 4, 4};
  Painting p({0, 0, 19, 14}, {.px_per_mm = 10});
  p.frame(box).frame(neighbour).cross(neighbour.grown(-0.4));
  const cv::Mat picture = mark_features({p.crop(), box, {neighbour}}).picture;
  CHECK(darkest(picture.rowRange(0, 40)) > 200);
  CHECK(darkest(picture.rowRange(40, 80)) == 0);
}

TEST_CASE("a picture at the edge of its crop has no ink beyond it") {
  Painting p({4.5, 4.5, 6, 6}, {.px_per_mm = 10});
  p.frame(box).cross(box.grown(-0.5));
  const cv::Mat picture = seen(p).picture;
  CHECK(darkest(picture.rowRange(0, 3)) == 0);
  CHECK(darkest(picture(cv::Rect(12, 12, 16, 16))) > 200);
}

TEST_CASE("the net's opinions are probabilities and those of a batch are those of one") {
  MarkNet net;
  CHECK(net.judge({}).empty());
  const cv::Mat tick = seen(ticked()).picture, empty = seen(with_box()).picture;
  const auto both = net.judge({tick, empty});
  REQUIRE(both.size() == 2);
  for (const MarkOpinion& o : both) CHECK(o.empty + o.marked + o.cancelled + o.unclear == doctest::Approx(1));
  CHECK(both[0].marked > 0.95);
  CHECK(both[1].empty > 0.99);
  CHECK(net.judge({empty})[0].empty == doctest::Approx(both[1].empty).epsilon(1e-4));
}

TEST_CASE("rule and net together take clear marks and empty boxes without a question") {
  const Mark tick = judged(ticked()), cross = judged(with_box().cross({5.5, 5.5, 3, 3})), none = judged(with_box());
  CHECK(tick.p > 0.99);
  CHECK(tick.reasons.empty());
  CHECK(cross.p > 0.99);
  CHECK(cross.reasons.empty());
  CHECK(none.p < 0.01);
  CHECK(none.reasons.empty());
}

TEST_CASE("a mark struck through and a filled box are asked") {
  Painting struck = ticked();
  for (const double y : {6.4, 6.9, 7.4}) struck.line({3.6, y}, {10.6, y - 0.3});
  CHECK_FALSE(judged(struck).reasons.empty());
  CHECK(judged(with_box().fill(box.grown(0.1))).reasons == std::vector<std::string>{"mark-cancelled"});
  CHECK(judged(with_box().fill(box.grown(0.1)), {.fills = true}).reasons.empty());
}

TEST_CASE("a cross with one line across it and its box is asked about") {
  const auto crossed = [] { return with_box().line({5.8, 5.8}, {8.4, 8.4}).line({8.4, 5.8}, {5.8, 8.4}); };
  CHECK(judged(crossed()).reasons.empty());
  CHECK(seen(crossed()).both_sides_mm < 0);
  MarkFeatures features = seen(crossed().line({2.9, 8.2}, {11.2, 6.2}));
  CHECK(features.both_sides_mm == doctest::Approx(2.2).epsilon(0.1));
  features.net = MarkOpinion{.marked = 0.98, .cancelled = 0.013};  // as it said of one on an office scan
  CHECK(judge_mark(features).reasons == std::vector<std::string>{"mark-cancelled"});
  features.both_sides_mm = 1;  // a large cross
  CHECK(judge_mark(features).reasons.empty());
}

TEST_CASE("where rule and net differ a person is asked") {
  MarkFeatures features = seen(ticked());
  features.net = MarkOpinion{.empty = 0.999, .marked = 0.001};
  const Mark mark = judge_mark(features);
  CHECK(mark.reasons == std::vector<std::string>{"mark-unclear"});
  features.net = MarkOpinion{.marked = 0.1, .cancelled = 0.9};
  CHECK(judge_mark(features).reasons == std::vector<std::string>{"mark-cancelled"});
}

TEST_CASE("what the rule doubts the net settles and what only the page shows stays asked") {
  MarkFeatures features = seen(ticked());
  features.through = true;
  CHECK(judge_mark(features).reasons == std::vector<std::string>{"ink-outside"});
  features.net = MarkOpinion{.marked = 0.99, .unclear = 0.01};
  CHECK(judge_mark(features).reasons.empty());
  CHECK(judge_mark(features).p > 0.99);
  features.net->marked = 0.6;
  CHECK_FALSE(judge_mark(features).reasons.empty());
  features.net->marked = 0.99;
  features.print_support = 0.3;
  CHECK(judge_mark(features).reasons == std::vector<std::string>{"print-mismatch"});
  features.print_support = 1;
  features.weight = 0.4;
  CHECK(judge_mark(features, {.weight = 0.9}).reasons == std::vector<std::string>{"mark-faint"});
}

TEST_CASE("a tick that all but missed its box is asked about, not taken for nothing") {
  // From below on the left, its end in the box, as found on a copied sheet: the net sees the end, and takes it for nothing.
  MarkFeatures features = seen(with_box());
  features.unsure_strokes = 0.51, features.unsure_extent = 0.33, features.outside = 0.84;
  features.net = MarkOpinion{.empty = 0.995, .marked = 0.005};
  const Mark mark = judge_mark(features);
  CHECK(std::ranges::find(mark.reasons, "ink-outside") != mark.reasons.end());
  features.outside = 0.4;  // the same ink, and most of it here: that the net has seen
  CHECK(judge_mark(features).reasons.empty());
  // A stroke that only touches the box on its way is no answer to anything.
  CHECK(judged(with_box().line({2.0, 9.3}, {5.0, 9.2})).reasons.empty());
}
