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

/// A straight line through the middle of a square of `length` px.
cv::Mat line_element(int length, double deg) {
  cv::Mat element = cv::Mat::zeros(length, length, CV_8U);
  const double c = (length - 1) / 2.0, dx = std::cos(deg * CV_PI / 180) * c, dy = std::sin(deg * CV_PI / 180) * c;
  cv::line(element, cv::Point(cvRound(c - dx), cvRound(c - dy)), cv::Point(cvRound(c + dx), cvRound(c + dy)), 1);
  return element;
}

/// Pixels between ink on both sides of the removed printing, along any of eight directions.
cv::Mat bridges(const cv::Mat& ink, const cv::Mat& removed, int length) {
  cv::Mat bridged = cv::Mat::zeros(ink.size(), CV_8U);
  for (int k = 0; k < 8; ++k) {
    cv::Mat closed;
    cv::morphologyEx(ink, closed, cv::MORPH_CLOSE, line_element(length, 22.5 * k), {-1, -1}, 1, cv::BORDER_CONSTANT, 0);
    bridged |= closed & removed;
  }
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
