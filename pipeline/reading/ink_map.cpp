#include "pipeline/reading/ink_map.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>

#include "pipeline/imaging/mat.hpp"

namespace carescan::reading {
namespace {

/// Ink darker than the paper by this much (of 255) above the noise counts in full; light pencil is 40 to 90.
constexpr double full_contrast = 70;
/// A pixel must be darker than the paper by at least this much.
constexpr double least_contrast = 14;
/// A speck of dust, or toner beside a letter.
constexpr double speck_mm2 = 0.04;
/// What is smaller than this in both directions is a dot.
constexpr double dot_mm = 0.6;
/// Printing at least this dark counts anywhere; lighter printing (grey rules) where it is thin and stands out.
constexpr double dark_print = 150, rule_contrast = 22, rule_mm = 1.2;
/// Black printing shows in a scan where it is darker than this.
constexpr double black_shown_below = 150;
/// Ordinary scans show nearly all of the printing's contrast, and this much more is all of it.
constexpr double usual_loss = 1.25;
/// The palest that printing may be: paler, and the grain of paper would pass for it where most of it is missing.
constexpr double palest = 0.3;
/// Ink is joined across printing up to this far away.
constexpr double bridge_mm = 0.45;
/// Printing is looked for this far from where it should lie, and ink this close to it may be its edge.
constexpr double play_mm = 0.4, edge_mm = 0.1;

cv::Mat dilated(const cv::Mat& mask, double mm, double px_per_mm) {
  cv::Mat out;
  cv::dilate(mask, out, disc(mm, px_per_mm));
  return out;
}

/// Deviation of the paper from white, from the median of what is not white: robust as long as most of it is paper.
double paper_noise(const cv::Mat& ink) {
  std::vector<int> histogram(256, 0);
  for (int y = 0; y < ink.rows; ++y) {
    const std::uint8_t* row = ink.ptr(y);
    for (int x = 0; x < ink.cols; ++x) ++histogram[255U - row[x]];
  }
  const auto total = static_cast<double>(ink.total());
  double seen = 0;
  for (int darkness = 0; darkness < 256; ++darkness)
    if ((seen += histogram[static_cast<std::size_t>(darkness)]) >= 0.68 * total) return darkness;
  return 255;
}

cv::Mat weights(const cv::Mat& ink) {
  const double floor = std::clamp(3 * paper_noise(ink), least_contrast, 80.0);
  cv::Mat out;
  // weight = (255 - ink - floor) / full_contrast, cut to 0..1
  ink.convertTo(out, CV_32F, -1 / full_contrast, (255 - floor) / full_contrast);
  cv::max(out, 0, out);
  cv::min(out, 1, out);
  return out;
}

/// A stroke while it is being measured.
struct Extent {
  double mass = 0;
  int left = std::numeric_limits<int>::max(), right = -1, top = left, bottom = -1;

  void add(int x, int y, float weight) {
    mass += weight;
    if (!(weight > sure_weight)) return;
    left = std::min(left, x), right = std::max(right, x);
    top = std::min(top, y), bottom = y;
  }
  cv::Rect bounds() const { return right < left ? cv::Rect() : cv::Rect({left, top}, cv::Point(right + 1, bottom + 1)); }
  bool within(double px) const { return right - left + 1 < px && bottom - top + 1 < px; }
};

std::vector<Extent> extents(const InkMap& map) {
  std::vector<Extent> out(static_cast<std::size_t>(map.strokes) + 1);
  for (int y = 0; y < map.labels.rows; ++y) {
    const int* label = map.labels.ptr<int>(y);
    const float* weight = map.weight.ptr<float>(y);
    for (int x = 0; x < map.labels.cols; ++x)
      if (label[x] != 0) out[static_cast<std::size_t>(label[x])].add(x, y, weight[x]);
  }
  return out;
}

/// Wipes specks, and what belongs to no stroke, from labels and weights.
void wipe_specks(const std::vector<Extent>& strokes, InkMap& map) {
  const double least = speck_mm2 * map.px_per_mm * map.px_per_mm;
  for (int y = 0; y < map.labels.rows; ++y) {
    int* label = map.labels.ptr<int>(y);
    float* weight = map.weight.ptr<float>(y);
    for (int x = 0; x < map.labels.cols; ++x) {
      if (label[x] != 0 && strokes[static_cast<std::size_t>(label[x])].mass < least) label[x] = 0;
      if (label[x] == 0) weight[x] = 0;
    }
  }
}

/// Numbers the strokes and wipes specks from the weights.
void join(const cv::Mat& print, InkMap& map) {
  cv::Mat seen = map.weight > sure_weight;
  cv::Mat bridge;
  cv::bitwise_and(dilated(seen, bridge_mm, map.px_per_mm), dilated(print, 2 * edge_mm, map.px_per_mm), bridge);
  map.strokes = cv::connectedComponents(seen | bridge, map.labels, 8, CV_32S);
  const std::vector<Extent> strokes = extents(map);
  wipe_specks(strokes, map);
  for (const Extent& stroke : strokes) {
    map.dot.push_back(stroke.within(dot_mm * map.px_per_mm));
    map.bounds.push_back(stroke.bounds());
  }
}

/// Where the form is printed. A tinted area is no printing: people write on it. A copier may turn a grey rule black.
cv::Mat print_mask(const cv::Mat& blank, double px_per_mm) {
  const int side = 2 * std::max(1, static_cast<int>(std::lround(rule_mm / 2 * px_per_mm))) + 1;
  cv::Mat thin;  // a square: OpenCV goes through it by rows and columns, and a disc pixel by pixel
  cv::morphologyEx(blank, thin, cv::MORPH_BLACKHAT, cv::getStructuringElement(cv::MORPH_RECT, {side, side}));
  return (blank < dark_print) | (thin > rule_contrast);
}

/// A scan shows printing where it is darker than this: pale printing (coloured frames, pale scans) halfway to the
/// paper.
double shown_below(const cv::Mat& blank, const cv::Mat& print, double contrast) {
  const double usual = cv::mean(blank, print)[0];
  return std::max(black_shown_below, 255 - std::clamp(usual_loss * contrast, palest, 1.0) * (255 - usual) / 2);
}

cv::Mat moved(const cv::Mat& mask, cv::Point by) {
  const cv::Rect all({0, 0}, mask.size()), there = (all + by) & all;
  cv::Mat out = cv::Mat::zeros(mask.size(), mask.type());
  mask(there - by).copyTo(out(there));
  return out;
}

/// Pixels of the printing that are dark when it is moved; counted on views, as this is tried for many moves.
int overlap(const cv::Mat& print, const cv::Mat& dark, cv::Point by) {
  const cv::Rect all({0, 0}, print.size()), there = (all + by) & all;
  return cv::countNonZero(print(there - by) & dark(there));
}

/// The move within `reach` px of `start` for which most of the printing is dark. Small moves are preferred, so that a
/// filled box does not pull its own frame inwards.
cv::Point best_move(const cv::Mat& print, const cv::Mat& dark, cv::Point start, int reach, int furthest) {
  const double printed = cv::countNonZero(print);
  cv::Point best = start;
  double best_score = -1e9;
  for (int dy = std::max(start.y - reach, -furthest); dy <= std::min(start.y + reach, furthest); ++dy)
    for (int dx = std::max(start.x - reach, -furthest); dx <= std::min(start.x + reach, furthest); ++dx) {
      const double score = overlap(print, dark, {dx, dy}) - 0.02 * printed * std::hypot(dx, dy);
      if (score > best_score) best_score = score, best = {dx, dy};
    }
  return best;
}

cv::Mat halved(const cv::Mat& mask) {
  cv::Mat out;
  cv::resize(mask, out, {(mask.cols + 1) / 2, (mask.rows + 1) / 2}, 0, 0, cv::INTER_AREA);
  return out > 100;
}

/// The printing at the place where the scan has it: registration leaves a little play, more on photos and bent paper.
/// Looked for at half the resolution, and then one pixel around.
cv::Mat settled(const cv::Mat& print, const cv::Mat& dark, double px_per_mm) {
  const int furthest = static_cast<int>(std::lround(play_mm * px_per_mm));
  const cv::Point coarse = best_move(halved(print), halved(dark), {}, furthest / 2, furthest / 2);
  return moved(print, best_move(print, dark, 2 * coarse, 1, furthest));
}

/// Share of the printing that is dark in the scan, within 0.2 mm; 1 where there is less than 0.5 mm² of it.
double support(const cv::Mat& print, const cv::Mat& dark, double px_per_mm) {
  const int printed = cv::countNonZero(print);
  if (printed < 0.5 * px_per_mm * px_per_mm) return 1;
  return static_cast<double>(cv::countNonZero(print & dilated(dark, 0.2, px_per_mm))) / printed;
}

}  // namespace

cv::Mat evened(const cv::Mat& ink, const cv::Mat& mask) {
  std::array<int, 256> histogram{};
  int count = 0;
  for (int y = 0; y < ink.rows; ++y)
    for (int x = 0; x < ink.cols; ++x)
      if (mask.at<std::uint8_t>(y, x) != 0) ++histogram[255 - ink.at<std::uint8_t>(y, x)], ++count;
  int full = 255;
  for (int seen = 0; full > 0 && (seen += histogram[static_cast<std::size_t>(full)]) < 0.2 * count;) --full;
  const double scale = 1 / std::max(20.0, full - least_contrast);
  cv::Mat out;
  ink.convertTo(out, CV_32F, -scale, (255 - least_contrast) * scale);
  cv::max(out, 0, out);
  cv::min(out, 1, out);
  out.setTo(0, mask == 0);
  return out;
}

cv::Mat disc(double radius_mm, double px_per_mm) {
  const int r = std::max(1, static_cast<int>(std::lround(radius_mm * px_per_mm)));
  return cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * r + 1, 2 * r + 1});
}

int median_under(const cv::Mat& grey, const cv::Mat& mask) {
  std::vector<std::uint8_t> values;
  for (int y = 0; y < grey.rows; ++y)
    for (int x = 0; x < grey.cols; ++x)
      if (mask.at<std::uint8_t>(y, x) != 0) values.push_back(grey.at<std::uint8_t>(y, x));
  if (values.empty()) return 255;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

InkMap ink_map(const imaging::FieldCrop& crop) {
  InkMap map{.area = crop.area,
             .px_per_mm = crop.px_per_mm,
             .weight = weights(imaging::view(crop.ink)),
             .print = {},
             .labels = {},
             .dot = {}};
  const cv::Mat blank = imaging::view(crop.blank), printed = print_mask(blank, crop.px_per_mm);
  const cv::Mat dark = imaging::view(crop.scan) < shown_below(blank, printed, crop.contrast);
  const cv::Mat print = settled(printed, dark, crop.px_per_mm);
  map.weight.setTo(0, dilated(print, edge_mm, crop.px_per_mm));
  map.print_support = crop.beyond > 0.02 ? 0 : support(print, dark, crop.px_per_mm);
  join(print, map);
  map.print = print;
  return map;
}

cv::Rect pixels(const InkMap& map, const BoxMm& box) {
  const auto at = [&](double mm, double origin) {
    return static_cast<int>(std::lround((mm - origin) * map.px_per_mm));
  };
  return cv::Rect(cv::Point(at(box.x, map.area.x), at(box.y, map.area.y)),
                  cv::Point(at(box.right(), map.area.x), at(box.bottom(), map.area.y))) &
         cv::Rect({0, 0}, map.labels.size());
}

}  // namespace carescan::reading
