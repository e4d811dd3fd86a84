#include "pipeline/imaging/ink.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace carescan::imaging {
namespace {

cv::Mat disc(double radius_px) {
  const int side = 2 * std::max(1, cvRound(radius_px)) + 1;
  return cv::getStructuringElement(cv::MORPH_ELLIPSE, {side, side});
}

/// Offsets of the pixels on a ray, nearest first.
std::vector<cv::Point> ray(int length, double deg) {
  std::vector<cv::Point> out;
  const double c = std::cos(deg * CV_PI / 180), s = std::sin(deg * CV_PI / 180),
               stretch = 1 / std::max(std::abs(c), std::abs(s));
  for (int k = 1; k <= length; ++k) out.emplace_back(cvRound(k * c * stretch), cvRound(k * s * stretch));
  return out;
}

/// Steps along the ray to the first ink; more than its length where there is none.
int steps_to_ink(const cv::Mat& ink, cv::Point from, const std::vector<cv::Point>& ray, int most) {
  const cv::Rect all({0, 0}, ink.size());
  for (int k = 0; k < most; ++k) {
    const cv::Point at = from + ray[static_cast<std::size_t>(k)];
    if (!all.contains(at)) break;
    if (ink.at<uchar>(at) != 0) return k + 1;
  }
  return static_cast<int>(ray.size()) + 1;
}

struct Direction {
  std::vector<cv::Point> ahead, behind;
};

std::vector<Direction> directions(int length) {
  std::vector<Direction> out;
  for (int k = 0; k < 8; ++k) out.push_back({ray(length, 22.5 * k), ray(length, 22.5 * k + 180)});
  return out;
}

/// Whether ink lies on both sides, with no more than `length` steps from one to the other.
bool between_ink(const cv::Mat& ink, cv::Point at, const std::vector<Direction>& directions, int length) {
  return std::ranges::any_of(directions, [&](const Direction& d) {
    const int ahead = steps_to_ink(ink, at, d.ahead, length - 1);
    return ahead < length && ahead + steps_to_ink(ink, at, d.behind, length - ahead) <= length;
  });
}

/// Pixels between ink on both sides of the removed printing, along any of eight directions.
cv::Mat bridges(const cv::Mat& ink, const cv::Mat& removed, int length) {
  cv::Mat bridged = cv::Mat::zeros(ink.size(), CV_8U);
  if (cv::countNonZero(ink) == 0) return bridged;
  const std::vector<Direction> all = directions(length);
  cv::Mat near_ink;  // of the ink on both sides one is no further than half of the length
  cv::dilate(ink, near_ink, cv::getStructuringElement(cv::MORPH_RECT, {2 * (length / 2) + 1, 2 * (length / 2) + 1}));
  for (int y = 0; y < ink.rows; ++y)
    for (int x = 0; x < ink.cols; ++x)
      if (removed.at<uchar>(y, x) != 0 && near_ink.at<uchar>(y, x) != 0 &&
          (ink.at<uchar>(y, x) != 0 || between_ink(ink, {x, y}, all, length)))
        bridged.at<uchar>(y, x) = 255;
  return bridged;
}

}  // namespace

cv::Mat ink_of(const cv::Mat& scan, const cv::Mat& blank, double px_per_mm, double tolerance_mm) {
  const cv::Mat printed = 255 - blank, seen = 255 - scan;
  cv::Mat expected;
  cv::dilate(printed, expected, disc(tolerance_mm * px_per_mm));
  // Printing may have come out darker than the blank has it: whatever is clearly printed is taken away whole.
  cv::Mat strength;
  expected.convertTo(strength, CV_8U, 2.0);
  cv::Mat left;
  cv::subtract(seen, strength, left);
  const cv::Mat removed = (strength > 60) & (seen > 80);
  const int reach = std::max(3, cvRound((2 * tolerance_mm + 1.2) * px_per_mm) | 1);
  const cv::Mat joined = bridges(left > 60, removed, reach);
  seen.copyTo(left, joined);
  return 255 - left;
}

}  // namespace carescan::imaging
