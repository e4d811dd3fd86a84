#include "pipeline/reading/rings.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <set>

#include "pipeline/reading/ink_map.hpp"

namespace carescan::reading {
namespace {

/// Gaps in a ring up to this wide are closed; width of a ballpoint stroke as scanned.
constexpr double gap_mm = 1.0, pen_mm = 0.35;
/// Share of a word's box, in each direction, that counts as its middle: a ring may touch the first and last letter.
constexpr double middle_share = 0.6;
/// A part of the middle this large is worth telling.
constexpr double part_share = 0.15;
/// Where less of the middle is free of ink, nothing can be said about a ring.
constexpr double least_free = 0.25;
constexpr int directions = 48;

BoxMm middle(const BoxMm& word) {
  const double dx = word.width * (1 - middle_share) / 2, dy = word.height * (1 - middle_share) / 2;
  return {word.x + dx, word.y + dy, word.width - 2 * dx, word.height - 2 * dy};
}

double distance(const BoxMm& box, PointMm p) {
  return std::hypot(std::max({box.x - p.x, 0.0, p.x - box.right()}), std::max({box.y - p.y, 0.0, p.y - box.bottom()}));
}

/// All words of a crop, the ink there, and what the ink encloses.
class Scene {
 public:
  Scene(const imaging::FieldCrop& crop, std::vector<BoxMm> words) : map_(ink_map(crop)), words_(std::move(words)) {
    ink_ = strokes();
    cv::Mat walls;
    cv::dilate(ink_, walls, disc(gap_mm / 2, map_.px_per_mm));
    // A free border joins everything outside, also past a line across the crop.
    cv::copyMakeBorder(walls, walls, 1, 1, 1, 1, cv::BORDER_CONSTANT, cv::Scalar(0));
    cv::Mat regions;
    cv::connectedComponents(walls == 0, regions, 4, CV_32S);
    outside_ = regions.at<int>(0, 0);
    regions_ = regions(cv::Rect({1, 1}, ink_.size()));
    for (const BoxMm& word : words_) rings_.push_back(ring_round(word));
  }

  RingFeatures features(std::size_t at) const {
    RingFeatures out{.enclosed = rings_[at].enclosed, .solidity = rings_[at].solidity};
    out.print_support = map_.print_support;
    out.inner_mm = length(ink_(pixels(map_, middle(words_[at]))), map_.weight(pixels(map_, middle(words_[at]))));
    for (std::size_t i = 0; i < words_.size(); ++i)
      for (const int hole : rings_[i].holes) out.shared = out.shared || (i != at && rings_[at].holes.contains(hole));
    return out;
  }

  /// What only the ink near the word shows: see `own`.
  void add_ink(std::size_t at, const std::vector<BoxMm>& elsewhere, RingFeatures& features) const {
    const cv::Mat ink = own(at, elsewhere);
    features.other_mm = length(ink, map_.weight);
    const cv::Mat seen = ink & (map_.weight > sure_weight);  // printing that ink runs under has no weight
    features.weight = cv::countNonZero(seen) > 0 ? cv::mean(map_.weight, seen)[0] : 1;
    features.around = around(words_[at], ink);
  }

 private:
  struct Ring {
    double enclosed = 0, solidity = 1;
    std::set<int> holes;  ///< regions that hold a good part of the word's middle and do not reach outside
    cv::Mat band;         ///< where the ring's own ink is; empty where the word is not ringed
  };

  /// Ink and the printing that joins it, without dust.
  cv::Mat strokes() const {
    cv::Mat out(map_.labels.size(), CV_8U, cv::Scalar(0));
    for (int y = 0; y < out.rows; ++y)
      for (int x = 0; x < out.cols; ++x) {
        const int label = map_.labels.at<int>(y, x);
        if (label != 0 && !map_.dot[static_cast<std::size_t>(label)]) out.at<std::uint8_t>(y, x) = 255;
      }
    return out;
  }

  double length(const cv::Mat& ink, const cv::Mat& weight) const {
    cv::Mat masked;
    weight.copyTo(masked, ink);
    return cv::sum(masked)[0] / (map_.px_per_mm * map_.px_per_mm * pen_mm);
  }

  Ring ring_round(const BoxMm& word) const {
    const cv::Rect rect = pixels(map_, middle(word));
    std::map<int, int> counts;
    int free = 0, enclosed = 0;
    for (int y = rect.y; y < rect.y + rect.height; ++y)
      for (int x = rect.x; x < rect.x + rect.width; ++x) {
        const int region = regions_.at<int>(y, x);
        if (region == 0) continue;  // a wall
        ++free, ++counts[region];
        enclosed += region != outside_;
      }
    Ring ring;
    if (free < least_free * rect.area() || free == 0) return ring;
    ring.enclosed = static_cast<double>(enclosed) / free;
    for (const auto& [region, count] : counts)
      if (region != outside_ && count > part_share * free) ring.holes.insert(region);
    if (ring.enclosed >= ringed_share) add_band(ring);
    return ring;
  }

  void add_band(Ring& ring) const {
    cv::Mat holes(regions_.size(), CV_8U, cv::Scalar(0));
    for (const int hole : ring.holes) holes |= regions_ == hole;
    cv::dilate(holes, holes, disc(gap_mm / 2, map_.px_per_mm));  // as wide as the ring is, without the walls
    std::vector<cv::Point> points, hull;
    cv::findNonZero(holes, points);
    cv::convexHull(points, hull);
    ring.solidity = static_cast<double>(points.size()) / std::max(1.0, cv::contourArea(hull));
    cv::dilate(holes, ring.band, disc(3 * pen_mm, map_.px_per_mm));
  }

  /// Ink that is nearest to this word, within reach, in nobody else's area and in no other word's ring.
  cv::Mat own(std::size_t at, const std::vector<BoxMm>& elsewhere) const {
    cv::Mat out(ink_.size(), CV_8U, cv::Scalar(0));
    const cv::Rect rect = pixels(map_, words_[at].grown(ring_reach_mm));
    for (int y = rect.y; y < rect.y + rect.height; ++y)
      for (int x = rect.x; x < rect.x + rect.width; ++x)
        if (ink_.at<std::uint8_t>(y, x) != 0 && is_nearest(at, point(x, y))) out.at<std::uint8_t>(y, x) = 255;
    for (const BoxMm& area : elsewhere) out(pixels(map_, area)).setTo(0);
    for (std::size_t i = 0; i < words_.size(); ++i)
      if (i != at && !rings_[i].band.empty()) out.setTo(0, rings_[i].band);
    return out;
  }

  PointMm point(int x, int y) const {
    return {map_.area.x + (x + 0.5) / map_.px_per_mm, map_.area.y + (y + 0.5) / map_.px_per_mm};
  }

  bool is_nearest(std::size_t at, PointMm p) const {
    const double own = distance(words_[at], p);
    return own < ring_reach_mm &&
           std::ranges::all_of(words_, [&](const BoxMm& word) { return own <= distance(word, p); });
  }

  double around(const BoxMm& word, const cv::Mat& ink) const {
    const double cx = word.x + word.width / 2, cy = word.y + word.height / 2;
    int met = 0;
    for (int i = 0; i < directions; ++i) {
      const double angle = 2 * std::numbers::pi * i / directions, dx = std::cos(angle), dy = std::sin(angle);
      const double edge = 1 / std::max(std::abs(dx) / (word.width / 2), std::abs(dy) / (word.height / 2));
      bool hit = false;
      for (double r = middle_share * edge; r < edge + ring_reach_mm && !hit; r += 0.5 / map_.px_per_mm) {
        const int x = static_cast<int>((cx + r * dx - map_.area.x) * map_.px_per_mm);
        const int y = static_cast<int>((cy + r * dy - map_.area.y) * map_.px_per_mm);
        hit = x >= 0 && y >= 0 && x < ink.cols && y < ink.rows && ink.at<std::uint8_t>(y, x) != 0;
      }
      met += hit;
    }
    return static_cast<double>(met) / directions;
  }

  InkMap map_;
  std::vector<BoxMm> words_;
  cv::Mat ink_, regions_;
  int outside_ = 0;
  std::vector<Ring> rings_;
};

}  // namespace

std::vector<RingFeatures> ring_features(const imaging::FieldCrop& crop, const std::vector<BoxMm>& words,
                                        const std::vector<BoxMm>& others, const std::vector<BoxMm>& elsewhere) {
  std::vector<BoxMm> all = words;
  all.insert(all.end(), others.begin(), others.end());
  const Scene scene(crop, std::move(all));
  std::vector<RingFeatures> out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    out.push_back(scene.features(i));
    scene.add_ink(i, elsewhere, out.back());
  }
  return out;
}

}  // namespace carescan::reading
