#include "pipeline/imaging/skew.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace carescan::imaging {
namespace {

constexpr double degree = CV_PI / 180;
using Points = std::vector<cv::Point2f>;

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

/// How sharp the rows are when the points are sheared by tan(deg): sum of squares of half-row bins.
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

  std::size_t best() const {
    return static_cast<std::size_t>(std::max_element(value.begin(), value.end()) - value.begin());
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

Profile profile(const Points& points, cv::Size size, double from, double to, double step) {
  Profile p;
  std::vector<float> bins;
  for (double deg = from; deg <= to + step / 2; deg += step) {
    p.deg.push_back(deg);
    p.value.push_back(sharpness(points, deg, size.height, size.width, bins));
  }
  return p;
}

/// The skew of rows, with how far the peak stands above the typical angle.
Skew profile_of_rows(const cv::Mat& grey, double max_deg, double& contrast) {
  contrast = 0;
  const Points points = dark_edges(grey, 160);
  if (points.size() < 200) return {};
  const Profile coarse = profile(points, grey.size(), -max_deg, max_deg, 0.25);
  std::vector<double> sorted = coarse.value;
  std::nth_element(sorted.begin(), sorted.begin() + static_cast<long>(sorted.size() / 2), sorted.end());
  contrast = coarse.value[coarse.best()] / std::max(1.0, sorted[sorted.size() / 2]);
  const double around = coarse.deg[coarse.best()];
  const Profile fine = profile(points, grey.size(), around - 0.3, around + 0.3, 0.05);
  return {fine.vertex(), std::clamp((contrast - 1.15) / 0.6, 0.0, 1.0)};
}

struct Segment {
  double deg, length;
};

/// Follows one edge to the right from (x, y) while its gradient stays strong and of one sign; marks what it used.
Points follow(const cv::Mat& gradient, cv::Mat& used, int x, int y, int sign, int weakest) {
  Points line;
  const auto strength = [&](int column, int row) { return sign * gradient.at<short>(row, column); };
  for (; x < gradient.cols; ++x) {
    int best = y;
    for (const int row : {y - 1, y + 1})
      if (row > 0 && row < gradient.rows - 1 && strength(x, row) > strength(x, best)) best = row;
    if (best < 1 || best > gradient.rows - 2 || strength(x, best) < weakest || used.at<uchar>(best, x)) break;
    y = best;
    used.at<uchar>(y, x) = 1;
    const double up = strength(x, y - 1), here = strength(x, y), down = strength(x, y + 1);
    const double curve = up - 2 * here + down;
    const double offset = curve < 0 ? std::clamp((up - down) / (2 * curve), -0.5, 0.5) : 0;
    line.emplace_back(static_cast<float>(x), static_cast<float>(y + offset));
  }
  return line;
}

/// Least-squares direction of a followed edge, or nothing where it is not straight.
bool straight(const Points& line, Segment& segment) {
  double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0, syy = 0;
  for (const cv::Point2f& p : line) {
    n += 1;
    sx += p.x, sy += p.y;
    sxx += static_cast<double>(p.x) * p.x, sxy += static_cast<double>(p.x) * p.y, syy += static_cast<double>(p.y) * p.y;
  }
  const double xx = sxx - sx * sx / n, xy = sxy - sx * sy / n, yy = syy - sy * sy / n;
  const double slope = xy / xx;
  const double rms = std::sqrt(std::max(0.0, (yy - slope * xy) / n));
  segment = {std::atan(slope) / degree, n};
  return rms < 0.6;
}

std::vector<Segment> rules_along_rows(const cv::Mat& grey, double px_per_mm, double max_deg) {
  cv::Mat gradient;
  cv::Sobel(grey, gradient, CV_16S, 0, 1, 3);
  cv::Mat used = cv::Mat::zeros(grey.size(), CV_8U);
  const auto shortest = static_cast<std::size_t>(12 * px_per_mm);
  constexpr int weakest = 120;
  std::vector<Segment> segments;
  for (int x = 0; x < grey.cols; x += 3)
    for (int y = 1; y < grey.rows - 1; ++y) {
      const int g = gradient.at<short>(y, x);
      if (std::abs(g) < weakest || used.at<uchar>(y, x)) continue;
      Segment segment{};
      const Points line = follow(gradient, used, x, y, g > 0 ? 1 : -1, weakest);
      if (line.size() >= shortest && straight(line, segment) && std::abs(segment.deg) <= max_deg)
        segments.push_back(segment);
    }
  return segments;
}

/// Median direction, each segment counting by length³ (what its angle's variance falls with).
Skew weighted_median(std::vector<Segment>& segments) {
  if (segments.empty()) return {};
  std::sort(segments.begin(), segments.end(), [](const Segment& a, const Segment& b) { return a.deg < b.deg; });
  double total = 0, length = 0;
  for (const Segment& s : segments) total += std::pow(s.length, 3), length += s.length;
  double sum = 0, median = 0;
  for (const Segment& s : segments)
    if ((sum += std::pow(s.length, 3)) >= total / 2) {
      median = s.deg;
      break;
    }
  double near = 0;
  for (const Segment& s : segments) near += std::abs(s.deg - median) < 0.25 ? s.length : 0;
  return {median, near / length * std::min(1.0, static_cast<double>(segments.size()) / 6)};
}

}  // namespace

Skew skew_by_profile(const cv::Mat& grey, double max_deg) {
  double along_rows = 0, along_columns = 0;
  const Skew rows = profile_of_rows(grey, max_deg, along_rows);
  // A clockwise turn leans columns the other way: in the transposed picture its sign flips.
  Skew columns = profile_of_rows(grey.t(), max_deg, along_columns);
  columns.deg = -columns.deg;
  return along_rows >= along_columns ? rows : columns;
}

Skew skew_by_rules(const cv::Mat& grey, double px_per_mm, double max_deg) {
  std::vector<Segment> segments = rules_along_rows(grey, px_per_mm, max_deg);
  for (const Segment& s : rules_along_rows(grey.t(), px_per_mm, max_deg)) segments.push_back({-s.deg, s.length});
  return weighted_median(segments);
}

}  // namespace carescan::imaging
