#include "pipeline/imaging/patches.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace carescan::imaging {
namespace {

/// Cells of this side hold at most one patch.
constexpr double cell_mm = 11;
/// Nearer than this two patches say the same.
constexpr double closest_mm = 5;
/// Below this a patch holds specks or one straight edge only (grey levels² per pixel, smaller eigenvalue).
constexpr double weakest_corner = 120;

/// Per pixel: the smaller eigenvalue of the gradients' covariance over a patch around it.
cv::Mat corner_strength(const cv::Mat& printing, int side) {
  cv::Mat dx, dy, xx, yy, xy;
  cv::Sobel(printing, dx, CV_32F, 1, 0, 3, 0.125);
  cv::Sobel(printing, dy, CV_32F, 0, 1, 3, 0.125);
  const cv::Size patch(side, side);
  cv::boxFilter(dx.mul(dx), xx, -1, patch);
  cv::boxFilter(dy.mul(dy), yy, -1, patch);
  cv::boxFilter(dx.mul(dy), xy, -1, patch);
  cv::Mat half_difference = (xx - yy) * 0.5, root;
  cv::sqrt(half_difference.mul(half_difference) + xy.mul(xy), root);
  return (xx + yy) * 0.5 - root;
}

/// True where the patch looks like a neighbour within `search_mm`: combs, tables and dotted lines.
bool is_repeated(const cv::Mat& printing, cv::Point centre, double px_per_mm, double search_mm) {
  const int half = cvRound(patch_mm / 2 * px_per_mm), reach = cvRound(search_mm * px_per_mm);
  const cv::Rect patch(centre.x - half, centre.y - half, 2 * half, 2 * half);
  const cv::Rect around =
      (patch - cv::Point(reach, reach) + cv::Size(2 * reach, 2 * reach)) & cv::Rect({0, 0}, printing.size());
  cv::Mat alike;
  cv::matchTemplate(printing(around), printing(patch), alike, cv::TM_CCOEFF_NORMED);
  const int own = cvRound(1.2 * px_per_mm);
  cv::rectangle(alike, patch.tl() - around.tl() - cv::Point(own, own), patch.tl() - around.tl() + cv::Point(own, own),
                0, cv::FILLED);
  double most = 0;
  cv::minMaxLoc(alike, nullptr, &most);
  return most > 0.8;
}

}  // namespace

std::vector<PointMm> choose_patches(const cv::Mat& printing, double px_per_mm) {
  const int half = cvRound(patch_mm / 2 * px_per_mm), cell = cvRound(cell_mm * px_per_mm);
  const cv::Mat strength = corner_strength(printing, 2 * half);
  std::vector<PointMm> patches;
  const auto is_taken = [&](cv::Point p) {
    return std::any_of(patches.begin(), patches.end(), [&](PointMm q) {
      return std::hypot(q.x - p.x / px_per_mm, q.y - p.y / px_per_mm) < closest_mm;
    });
  };
  for (int y = half; y + half < printing.rows; y += cell)
    for (int x = half; x + half < printing.cols; x += cell) {
      const cv::Rect centres =
          cv::Rect(x, y, cell, cell) & cv::Rect(half, half, printing.cols - 2 * half, printing.rows - 2 * half);
      if (centres.empty()) continue;
      cv::Point best;
      double most = 0;
      cv::minMaxLoc(strength(centres), nullptr, &most, nullptr, &best);
      best += centres.tl();
      if (most < weakest_corner || is_taken(best) || is_repeated(printing, best, px_per_mm, 2.5)) continue;
      patches.push_back({best.x / px_per_mm, best.y / px_per_mm});
    }
  return patches;
}

}  // namespace carescan::imaging
