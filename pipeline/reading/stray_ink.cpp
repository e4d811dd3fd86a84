#include "pipeline/reading/stray_ink.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "pipeline/imaging/mat.hpp"
#include "pipeline/reading/ink_map.hpp"

namespace carescan::reading {
namespace {

/// Ink this near to an area may be its own: overshoot, descenders, play of the registration.
constexpr double margin_mm = 1.0;
/// A tick's tail reaches this far beyond its box, in boxes; further is no overshoot, but a line through the label. What
/// is in the box itself is judged with its mark.
constexpr double tail_boxes = 1.4;
/// A tick with its tail has at least this share of its ink in its box; other strokes half.
constexpr double mark_share = 0.4, own_share = 0.5;
/// Smaller boxes are ticked with strokes much larger than themselves.
constexpr double small_mm = 3.5;
/// Ink nearer than this to printing may be its edge and proves nothing.
constexpr double print_mm = 0.4;
/// Less proven ink, or a smaller reach, is dust or a copier's speck.
constexpr double least_mm2 = 0.3, least_reach_mm = 1.5;
/// Lids, folds and feeders leave their traces this near to the sheet's edge.
constexpr double rim_mm = 5;
/// How near a field stray ink makes it doubtful: as far as the field is high, at most this. A label reaches further.
constexpr double near_mm = 5, label_share = 0.6;

struct Stroke {
  double all_mm2 = 0, proven_mm2 = 0, best_mm2 = 0;
  const Area* mark = nullptr;  ///< the area with most of its ink, if that is a box to tick with ink inside
  cv::Rect bounds;
};

cv::Rect pixels(const BoxMm& box, double px_per_mm, cv::Size page) {
  const auto at = [&](double mm) { return static_cast<int>(std::lround(mm * px_per_mm)); };
  return cv::Rect(cv::Point(at(box.x), at(box.y)), cv::Point(at(box.right()), at(box.bottom()))) &
         cv::Rect({0, 0}, page);
}

/// Which area a pixel belongs to, from 1; boxes to tick lie over larger areas round them.
cv::Mat area_numbers(const std::vector<Area>& areas, double px_per_mm, cv::Size page) {
  cv::Mat numbers(page, CV_32S, cv::Scalar(0));
  for (const bool marks : {false, true})
    for (std::size_t i = 0; i < areas.size(); ++i)
      if (areas[i].mark == marks)
        numbers(pixels(areas[i].box.grown(margin_mm), px_per_mm, page)).setTo(static_cast<int>(i) + 1);
  return numbers;
}

/// Where ink cannot be the edge of printing.
cv::Mat clear_of_print(const imaging::FieldCrop& page) {
  const int r = static_cast<int>(std::ceil(print_mm * page.px_per_mm));
  cv::Mat lightest_near;
  cv::erode(imaging::view(page.blank), lightest_near,
            cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * r + 1, 2 * r + 1}));
  return lightest_near > 200;
}

bool holds(const BoxMm& box, int x, int y, double px_per_mm) {
  const double across = x / px_per_mm, down = y / px_per_mm;
  return across > box.x && across < box.right() && down > box.y && down < box.bottom();
}

/// Ink by stroke and area, added up in runs: neighbours mostly lie together, and looking up costs more than adding.
class Shares {
 public:
  void add(int stroke, int area, double ink) {
    if (!run_ || key_ != std::pair{stroke, area}) key_ = {stroke, area}, run_ = &shares_[key_];
    *run_ += ink;
  }
  const std::map<std::pair<int, int>, double>& all() const { return shares_; }

 private:
  std::map<std::pair<int, int>, double> shares_;
  std::pair<int, int> key_;
  double* run_ = nullptr;
};

std::vector<Stroke> strokes(const InkMap& map, const cv::Mat& clear, const cv::Mat& numbers,
                            const std::vector<Area>& areas) {
  std::vector<Stroke> out(static_cast<std::size_t>(map.strokes) + 1);
  Shares shares;
  std::vector<double> inside(areas.size(), 0);
  const double mm2 = 1 / (map.px_per_mm * map.px_per_mm);
  for (int y = 0; y < map.labels.rows; ++y) {
    const int *labels = map.labels.ptr<int>(y), *area_of = numbers.ptr<int>(y);
    const float* weights = map.weight.ptr<float>(y);
    const std::uint8_t* is_clear = clear.ptr(y);
    for (int x = 0; x < map.labels.cols; ++x) {
      if (labels[x] == 0 || !(weights[x] > 0)) continue;
      const double ink = weights[x] * mm2;
      Stroke& stroke = out[static_cast<std::size_t>(labels[x])];
      stroke.all_mm2 += ink;
      stroke.bounds |= cv::Rect(x, y, 1, 1);
      const int area = area_of[x];
      if (area != 0) shares.add(labels[x], area, ink);
      if (area != 0 && holds(areas[static_cast<std::size_t>(area) - 1].box, x, y, map.px_per_mm))
        inside[static_cast<std::size_t>(area) - 1] += ink;
      if (area == 0 && is_clear[x] != 0) stroke.proven_mm2 += ink;
    }
  }
  for (const auto& [key, ink] : shares.all()) {
    Stroke& stroke = out[static_cast<std::size_t>(key.first)];
    if (ink <= stroke.best_mm2) continue;
    stroke.best_mm2 = ink;
    const Area& area = areas[static_cast<std::size_t>(key.second) - 1];
    const bool marked = inside[static_cast<std::size_t>(key.second) - 1] > least_mm2;
    stroke.mark = area.mark && area.box.width > small_mm && marked ? &area : nullptr;
  }
  return out;
}

/// Filing holes are 4 to 9 mm across, full and round.
bool is_hole(const Stroke& stroke, double px_per_mm) {
  const double width = stroke.bounds.width / px_per_mm, height = stroke.bounds.height / px_per_mm;
  return width > 4 && width < 9 && std::abs(width - height) < 1.5 && stroke.all_mm2 > 0.5 * width * height;
}

/// How far a stroke reaches beyond its box, in boxes.
double beyond(const Stroke& stroke, double px_per_mm) {
  const BoxMm& box = stroke.mark->box;
  const cv::Rect& r = stroke.bounds;
  const double across = std::max(box.x - r.x / px_per_mm, r.br().x / px_per_mm - box.right());
  const double down = std::max(box.y - r.y / px_per_mm, r.br().y / px_per_mm - box.bottom());
  return std::max(across, down) / std::max(box.width, box.height);
}

bool is_stray(const Stroke& stroke, const InkMap& map) {
  const double reach = std::max(stroke.bounds.width, stroke.bounds.height) / map.px_per_mm;
  if (stroke.proven_mm2 < least_mm2 || reach < least_reach_mm || is_hole(stroke, map.px_per_mm)) return false;
  const int rim = static_cast<int>(rim_mm * map.px_per_mm);
  const cv::Rect within(rim, rim, std::max(0, map.weight.cols - 2 * rim), std::max(0, map.weight.rows - 2 * rim));
  if ((stroke.bounds & within).empty()) return false;
  return stroke.mark ? beyond(stroke, map.px_per_mm) > tail_boxes : stroke.best_mm2 < own_share * stroke.all_mm2;
}

}  // namespace

StrayInk stray_ink(const imaging::FieldCrop& page, const std::vector<Area>& areas) {
  const InkMap map = ink_map(page);
  const cv::Mat numbers = area_numbers(areas, map.px_per_mm, map.weight.size());
  const std::vector<Stroke> all = strokes(map, clear_of_print(page), numbers, areas);
  std::vector<bool> stray;
  for (const Stroke& stroke : all) stray.push_back(is_stray(stroke, map));
  StrayInk out{.px_per_mm = map.px_per_mm, .mask = cv::Mat(map.weight.size(), CV_8U, cv::Scalar(0))};
  if (std::ranges::find(stray, true) == stray.end()) return out;
  for (int y = 0; y < map.labels.rows; ++y) {
    const int* labels = map.labels.ptr<int>(y);
    const float* weights = map.weight.ptr<float>(y);
    for (int x = 0; x < map.labels.cols; ++x)
      if (stray[static_cast<std::size_t>(labels[x])] && weights[x] > sure_weight) out.mask.at<std::uint8_t>(y, x) = 255;
  }
  return out;
}

bool near(const StrayInk& stray, const Area& area) {
  const double reach = std::clamp(std::min(area.box.width, area.box.height), 2.0, near_mm);
  BoxMm round = area.box.grown(reach);
  if (area.mark) round.width += label_share * reach;
  const cv::Mat there = stray.mask(pixels(round, stray.px_per_mm, stray.mask.size()));
  return cv::countNonZero(there) > least_mm2 * stray.px_per_mm * stray.px_per_mm;
}

}  // namespace carescan::reading
