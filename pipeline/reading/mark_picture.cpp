#include "pipeline/reading/mark_picture.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace carescan::reading {
namespace {

/// How much of the box's width and height is seen on each side of it: 40 px for 1 + 2 × 0.61 boxes.
constexpr double round_box = 0.61;

cv::Rect seen(const InkMap& map, const BoxMm& box) {
  const auto px = [&](double mm) { return static_cast<int>(std::lround(mm * map.px_per_mm)); };
  const cv::Point from(px(box.x - round_box * box.width - map.area.x), px(box.y - round_box * box.height - map.area.y));
  const cv::Point to(px(box.right() + round_box * box.width - map.area.x),
                     px(box.bottom() + round_box * box.height - map.area.y));
  return {from, to};
}

/// `plane` within `rect`, at the picture's size; a mean over areas, so that a light stroke stays one.
void put(const cv::Mat& plane, const cv::Rect& rect, cv::Mat picture) {
  const cv::Rect inside = rect & cv::Rect({0, 0}, plane.size());
  cv::Mat whole(rect.size(), CV_8U, cv::Scalar(0));
  if (!inside.empty()) plane(inside).copyTo(whole(inside - rect.tl()));
  cv::resize(whole, picture, picture.size(), 0, 0, cv::INTER_AREA);
}

/// 255 where a stroke lies that is the box's own, surely or not.
cv::Mat own_strokes(const InkMap& map, const OwnInk& own) {
  cv::Mat out(map.labels.size(), CV_8U, cv::Scalar(0));
  std::vector<std::uint8_t> is_own(static_cast<std::size_t>(map.strokes) + 1, 0);
  for (const int label : own.labels) is_own[static_cast<std::size_t>(label)] = 255;
  for (int y = 0; y < out.rows; ++y)
    for (int x = 0; x < out.cols; ++x)
      out.at<std::uint8_t>(y, x) = is_own[static_cast<std::size_t>(map.labels.at<int>(y, x))];
  return out;
}

}  // namespace

cv::Mat mark_picture(const InkMap& map, const OwnInk& own, const BoxMm& box) {
  cv::Mat picture(3 * mark_picture_side, mark_picture_side, CV_8U, cv::Scalar(0));
  const cv::Rect rect = seen(map, box);
  if (rect.empty()) return picture;
  cv::Mat ink;
  map.weight.convertTo(ink, CV_8U, 255);
  const cv::Mat planes[] = {ink, ink & own_strokes(map, own), map.print};
  for (int i = 0; i < 3; ++i)
    put(planes[i], rect, picture.rowRange(i * mark_picture_side, (i + 1) * mark_picture_side));
  return picture;
}

}  // namespace carescan::reading
