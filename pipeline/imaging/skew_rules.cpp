#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "pipeline/imaging/skew.hpp"

namespace carescan::imaging {
namespace {

constexpr double degree = CV_PI / 180;
/// Of the Sobel gradient: an edge of 30 grey levels.
constexpr int weakest = 120;
using Points = std::vector<cv::Point2f>;

struct Segment {
  double deg, length_mm;
};

/// A picture's vertical gradient and which of it is part of an edge that was followed.
struct Edges {
  cv::Mat gradient, used;
  int strength(int column, int row, int sign) const { return sign * gradient.at<short>(row, column); }
};

/// Follows one edge to the right from (x, y) while its gradient stays strong and of one sign; marks what it used.
Points follow(Edges& edges, int x, int y, int sign) {
  Points line;
  for (; x < edges.gradient.cols; ++x) {
    int best = y;
    for (const int row : {y - 1, y + 1})
      if (row > 0 && row < edges.gradient.rows - 1 && edges.strength(x, row, sign) > edges.strength(x, best, sign))
        best = row;
    if (best < 1 || best > edges.gradient.rows - 2 || edges.strength(x, best, sign) < weakest ||
        edges.used.at<uchar>(best, x))
      break;
    y = best;
    edges.used.at<uchar>(y, x) = 1;
    const double up = edges.strength(x, y - 1, sign), here = edges.strength(x, y, sign),
                 down = edges.strength(x, y + 1, sign);
    const double curve = up - 2 * here + down;
    const double offset = curve < 0 ? std::clamp((up - down) / (2 * curve), -0.5, 0.5) : 0;
    line.emplace_back(static_cast<float>(x), static_cast<float>(y + offset));
  }
  return line;
}

/// Slope of the least-squares line through a followed edge, or nothing where it is not straight.
bool straight(const Points& line, double& slope) {
  double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0, syy = 0;
  for (const cv::Point2f& p : line) {
    n += 1;
    sx += p.x, sy += p.y;
    sxx += static_cast<double>(p.x) * p.x, sxy += static_cast<double>(p.x) * p.y, syy += static_cast<double>(p.y) * p.y;
  }
  const double xx = sxx - sx * sx / n, xy = sxy - sx * sy / n, yy = syy - sy * sy / n;
  slope = xy / xx;
  return std::sqrt(std::max(0.0, (yy - slope * xy) / n)) < 0.6;
}

/// The rim of a scanner's lid: all is dark from the line to the picture's edge. It lies as the lid does, not the page.
bool is_lid(const cv::Mat& grey, const Points& line, double px_per_mm) {
  const cv::Point2f middle = line[line.size() / 2];
  const int x = cvRound(middle.x), y = cvRound(middle.y), step = std::max(1, cvRound(0.5 * px_per_mm));
  const auto dark_from = [&](int row, int by) {
    int seen = 0;
    for (row += 2 * by; row >= 0 && row < grey.rows; row += by, ++seen)
      if (grey.at<uchar>(row, x) >= 128) return false;
    return seen > 0;
  };
  return dark_from(y, -step) || dark_from(y, step);
}

/// Where an edge may begin, by column: the rows in which the gradient is strong and no weaker than beside.
std::vector<std::vector<int>> beginnings(const cv::Mat& gradient) {
  constexpr int every = 3;
  std::vector<std::vector<int>> rows(static_cast<std::size_t>((gradient.cols + every - 1) / every));
  for (int y = 1; y < gradient.rows - 1; ++y) {
    const short *above = gradient.ptr<short>(y - 1), *here = gradient.ptr<short>(y),
                *below = gradient.ptr<short>(y + 1);
    for (int x = 0; x < gradient.cols; x += every) {
      const int g = std::abs(here[x]);
      if (g >= weakest && g >= std::abs(above[x]) && g >= std::abs(below[x]))
        rows[static_cast<std::size_t>(x / every)].push_back(y);
    }
  }
  return rows;
}

std::vector<Segment> rules_along_rows(const cv::Mat& grey, double px_per_mm, double max_deg) {
  Edges edges;
  cv::Sobel(grey, edges.gradient, CV_16S, 0, 1, 3);
  edges.used = cv::Mat::zeros(grey.size(), CV_8U);
  const auto shortest = static_cast<std::size_t>(12 * px_per_mm);
  const auto starts = beginnings(edges.gradient);
  std::vector<Segment> segments;
  for (std::size_t column = 0; column < starts.size(); ++column)
    for (const int y : starts[column]) {
      const int x = static_cast<int>(column) * 3;
      if (edges.used.at<uchar>(y, x)) continue;
      const Points line = follow(edges, x, y, edges.gradient.at<short>(y, x) > 0 ? 1 : -1);
      double slope = 0;
      if (line.size() < shortest || !straight(line, slope) || is_lid(grey, line, px_per_mm)) continue;
      const double deg = std::atan(slope) / degree;
      if (std::abs(deg) <= max_deg) segments.push_back({deg, static_cast<double>(line.size()) / px_per_mm});
    }
  return segments;
}

/// The rules along one axis: their common direction, and how precisely they tell it.
struct Axis {
  Skew skew;
  double weight = 0;
};

/// Median direction, each segment counting by length³ (what its angle's variance falls with).
Axis weighted_median(std::vector<Segment> segments) {
  if (segments.empty()) return {};
  std::sort(segments.begin(), segments.end(), [](const Segment& a, const Segment& b) { return a.deg < b.deg; });
  double total = 0, length = 0;
  for (const Segment& s : segments) total += std::pow(s.length_mm, 3), length += s.length_mm;
  double sum = 0, median = 0;
  for (const Segment& s : segments)
    if ((sum += std::pow(s.length_mm, 3)) >= total / 2) {
      median = s.deg;
      break;
    }
  double near = 0;
  for (const Segment& s : segments) near += std::abs(s.deg - median) < 0.25 ? s.length_mm : 0;
  return {{median, near / length * std::min(1.0, static_cast<double>(segments.size()) / 6)}, total};
}

/// An axis less sure, or less precise by this factor, says nothing beside the other.
constexpr double has_a_say = 0.3, precise_enough = 0.05;

/// The page's turn is the mean of its axes', by their precision: where the scanner's two scales differ, one leans too
/// far and the other too little. Axes that are not square to each other are seen in perspective, and one angle does not
/// describe the page.
Skew of_both_axes(const Axis& rows, const Axis& columns) {
  const Axis& better = rows.skew.confidence >= columns.skew.confidence ? rows : columns;
  if (std::min(rows.skew.confidence, columns.skew.confidence) < has_a_say) return better.skew;
  const double all = rows.weight + columns.weight;
  const double mean = (rows.weight * rows.skew.deg + columns.weight * columns.skew.deg) / all;
  if (std::min(rows.weight, columns.weight) < precise_enough * all) return {mean, better.skew.confidence};
  const double square = std::clamp(1 - (std::abs(rows.skew.deg - columns.skew.deg) - 0.15) / 0.5, 0.0, 1.0);
  return {mean, square * better.skew.confidence};
}

}  // namespace

Skew skew_by_rules(const cv::Mat& grey, double px_per_mm, double max_deg) {
  const Axis rows = weighted_median(rules_along_rows(grey, px_per_mm, max_deg));
  Axis columns = weighted_median(rules_along_rows(grey.t(), px_per_mm, max_deg));
  // A clockwise turn leans columns the other way: in the transposed picture its sign flips.
  columns.skew.deg = -columns.skew.deg;
  return of_both_axes(rows, columns);
}

}  // namespace carescan::imaging
