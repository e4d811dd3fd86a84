#include "pipeline/imaging/features.hpp"

#include <algorithm>
#include <opencv2/features2d.hpp>
#include <opencv2/imgproc.hpp>

namespace carescan::imaging {
namespace {

/// A sharp print and a blurred copy of it show the same corners only once both are soft.
constexpr double softness_px = 1.5;
constexpr int cells_across = 6, cells_down = 8;

/// Keeps the strongest of each cell. Equal responses are ordered by place: the result never hangs on sort order.
std::vector<cv::KeyPoint> spread(std::vector<cv::KeyPoint> points, cv::Size size, int most) {
  std::sort(points.begin(), points.end(), [](const cv::KeyPoint& a, const cv::KeyPoint& b) {
    if (a.response != b.response) return a.response > b.response;
    if (a.pt.y != b.pt.y) return a.pt.y < b.pt.y;
    return a.pt.x != b.pt.x ? a.pt.x < b.pt.x : a.octave < b.octave;
  });
  std::vector<int> taken(static_cast<std::size_t>(cells_across * cells_down));
  const int per_cell = std::max(4, 2 * most / (cells_across * cells_down));
  std::vector<cv::KeyPoint> kept;
  for (const cv::KeyPoint& p : points) {
    const int column = std::min(cells_across - 1, static_cast<int>(p.pt.x) * cells_across / size.width);
    const int row = std::min(cells_down - 1, static_cast<int>(p.pt.y) * cells_down / size.height);
    int& count = taken[static_cast<std::size_t>(row * cells_across + column)];
    if (count >= per_cell || static_cast<int>(kept.size()) >= most) continue;
    ++count;
    kept.push_back(p);
  }
  return kept;
}

}  // namespace

Features find_features(const cv::Mat& grey, const cv::Mat& mask, int most) {
  const auto orb = cv::ORB::create(4 * most, 1.2f, 6, 16, 0, 2, cv::ORB::HARRIS_SCORE, 31, 8);
  std::vector<cv::KeyPoint> all;
  cv::Mat soft;
  cv::GaussianBlur(grey, soft, {0, 0}, softness_px);
  orb->detect(soft, all, mask);
  Features features;
  features.points = spread(std::move(all), grey.size(), most);
  if (!features.points.empty()) orb->compute(soft, features.points, features.descriptors);
  return features;
}

}  // namespace carescan::imaging
