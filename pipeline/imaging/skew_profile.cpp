#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "pipeline/imaging/skew.hpp"

namespace carescan::imaging {
namespace {

constexpr double degree = CV_PI / 180;
using Points = std::vector<cv::Point2f>;

/// Half-way between paper and what is darkest on this page: a faded copy has edges too.
int threshold_of(const cv::Mat& grey) {
  std::array<int, 256> count{};
  for (int y = 0; y < grey.rows; y += 3) {
    const uchar* row = grey.ptr(y);
    for (int x = 0; x < grey.cols; ++x) ++count[row[x]];
  }
  const int all = std::accumulate(count.begin(), count.end(), 0);
  int sum = 0, dark = 0;
  while (dark < 255 && (sum += count[static_cast<std::size_t>(dark)]) < all / 100) ++dark;
  return std::clamp(255 - 2 * (255 - dark) / 5, 128, 225);
}

/// Upper edges of dark strokes: one point where paper turns dark, so that solid areas do not drown the lines.
Points dark_edges(const cv::Mat& grey, int dark_below) {
  Points points;
  for (int y = 1; y < grey.rows; ++y) {
    const uchar *above = grey.ptr(y - 1), *here = grey.ptr(y);
    for (int x = 0; x < grey.cols; ++x)
      if (here[x] < dark_below && above[x] >= dark_below)
        points.emplace_back(static_cast<float>(x),  // to a fraction of a row by where the threshold is crossed
                            static_cast<float>(y) - static_cast<float>(dark_below - here[x]) /
                                                        static_cast<float>(std::max(1, above[x] - here[x])));
  }
  return points;
}

/// The points counted in upright strips of the page: to shear the page is to shift each strip by whole bins, which
/// costs nothing like moving every point. Good to a quarter of a degree.
class Strips {
 public:
  Strips(const Points& points, cv::Size size, double max_deg)
      : slack_(2 + static_cast<int>(size.width * std::tan(max_deg * degree) / bin_px)),
        bins_(size.height / bin_px + 1 + 2 * slack_),
        count_((size.width + strip_px - 1) / strip_px) {
    counts_.assign(static_cast<std::size_t>(count_) * static_cast<std::size_t>(bins_), 0);
    for (const cv::Point2f& p : points)
      ++counts_[static_cast<std::size_t>((static_cast<int>(p.x) / strip_px) * bins_ + slack_ +
                                         std::max(0, static_cast<int>(p.y)) / bin_px)];
    sum_.resize(static_cast<std::size_t>(bins_));
  }

  /// Sum of squares of the sheared page's rows.
  double sharpness(double deg) {
    std::fill(sum_.begin(), sum_.end(), std::uint16_t{0});
    const double slope = std::tan(deg * degree) / bin_px;
    const int turned_about = count_ * strip_px / 2;
    for (int k = 0; k < count_; ++k) {
      const int shift = std::clamp(cvRound(slope * (k * strip_px + strip_px / 2 - turned_about)), -slack_, slack_);
      const std::uint16_t* from = &counts_[static_cast<std::size_t>(k * bins_ + std::max(0, shift))];
      std::uint16_t* to = &sum_[static_cast<std::size_t>(std::max(0, -shift))];
      const int n = bins_ - std::abs(shift);
      for (int i = 0; i < n; ++i) to[i] = static_cast<std::uint16_t>(to[i] + from[i]);
    }
    double squares = 0;
    for (const std::uint16_t n : sum_) squares += static_cast<double>(n) * n;
    return squares;
  }

 private:
  static constexpr int strip_px = 8, bin_px = 2;
  int slack_, bins_, count_;
  std::vector<std::uint16_t> counts_, sum_;
};

/// The same to a twentieth of a degree: every point by itself, in bins of half a row.
double sharpness(const Points& points, double deg, int rows, int columns, std::vector<float>& bins) {
  const auto slope = static_cast<float>(std::tan(deg * degree));
  const float shift = std::abs(slope) * static_cast<float>(columns);
  bins.assign(static_cast<std::size_t>(2 * (static_cast<float>(rows) + 2 * shift)) + 8, 0.0f);
  for (const cv::Point2f& p : points) {
    const float y = 2 * (p.y - slope * p.x + shift) + 2;
    const auto bin = static_cast<std::size_t>(y);
    const float part = y - static_cast<float>(bin);
    bins[bin] += 1 - part;
    bins[bin + 1] += part;
  }
  return std::inner_product(bins.begin(), bins.end(), bins.begin(), 0.0);
}

struct Profile {
  std::vector<double> deg, value;

  template <class Sharpness>
  Profile(double from, double to, double step, Sharpness sharpness_at) {
    for (double at = from; at <= to + step / 2; at += step) {
      deg.push_back(at);
      value.push_back(sharpness_at(at));
    }
  }
  std::size_t best() const {
    return static_cast<std::size_t>(std::max_element(value.begin(), value.end()) - value.begin());
  }
  /// How far the peak stands above the typical angle.
  double contrast() const {
    std::vector<double> sorted = value;
    std::nth_element(sorted.begin(), sorted.begin() + static_cast<long>(sorted.size() / 2), sorted.end());
    return value[best()] / std::max(1.0, sorted[sorted.size() / 2]);
  }
  /// Angle of the vertex of the parabola through the best value and its neighbours.
  double vertex() const {
    const std::size_t i = best();
    if (i == 0 || i + 1 == value.size()) return deg[i];
    const double curve = value[i - 1] - 2 * value[i] + value[i + 1];
    const double offset = curve == 0 ? 0 : (value[i - 1] - value[i + 1]) / (2 * curve);
    return deg[i] + offset * (deg[1] - deg[0]);
  }
};

/// The page along one axis: its edges, where they gather coarsely and how clearly.
struct Axis {
  Points points;
  cv::Size size;
  double deg = 0, contrast = 0;
};

Axis look_along(const cv::Mat& grey, int dark_below, double max_deg) {
  Axis axis{dark_edges(grey, dark_below), grey.size()};
  if (axis.points.size() < 200) return axis;
  Strips strips(axis.points, axis.size, max_deg);
  const Profile profile(-max_deg, max_deg, 0.125, [&](double deg) { return strips.sharpness(deg); });
  axis.deg = profile.deg[profile.best()];
  // A peak at the end of the range is none: the page may be turned further.
  axis.contrast = std::abs(axis.deg) < max_deg - 0.2 ? profile.contrast() : 1;
  return axis;
}

}  // namespace

Skew skew_by_profile(const cv::Mat& grey, double max_deg) {
  const int dark_below = threshold_of(grey);
  const Axis rows = look_along(grey, dark_below, max_deg), columns = look_along(grey.t(), dark_below, max_deg);
  const bool by_rows = rows.contrast >= columns.contrast;
  const Axis& axis = by_rows ? rows : columns;
  if (axis.contrast == 0) return {};
  std::vector<float> bins;
  const Profile fine(axis.deg - 0.25, axis.deg + 0.25, 0.05,
                     [&](double deg) { return sharpness(axis.points, deg, axis.size.height, axis.size.width, bins); });
  // A clockwise turn leans columns the other way: in the transposed picture its sign flips.
  return {by_rows ? fine.vertex() : -fine.vertex(), std::clamp((axis.contrast - 1.15) / 0.6, 0.0, 1.0)};
}

}  // namespace carescan::imaging
