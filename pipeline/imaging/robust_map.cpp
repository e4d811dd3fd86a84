#include "pipeline/imaging/robust_map.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

#include "pipeline/imaging/mat.hpp"

namespace carescan::imaging {
namespace {

/// Template mm are brought to about ±1 around the page's middle, so that the normal equations are well conditioned.
constexpr double middle_x = 105, middle_y = 148, half_page = 150;

cv::Matx33d to_unit() {
  return {1 / half_page, 0, -middle_x / half_page, 0, 1 / half_page, -middle_y / half_page, 0, 0, 1};
}

/// Tukey's biweight: 1 at distance 0, 0 from `limit` on.
double biweight(double distance, double limit) {
  const double r = distance / limit;
  return r >= 1 ? 0 : (1 - r * r) * (1 - r * r);
}

/// Adds one place to the normal equations of the 8 (affine: 6) parameters of `m`, unit frame → px.
void add(const cv::Matx33d& m, PointMm at, PointPx seen, double weight, int unknowns, cv::Mat& ata, cv::Mat& atb) {
  const double x = (at.x - middle_x) / half_page, y = (at.y - middle_y) / half_page;
  const double w = m(2, 0) * x + m(2, 1) * y + 1;
  const double u = (m(0, 0) * x + m(0, 1) * y + m(0, 2)) / w, v = (m(1, 0) * x + m(1, 1) * y + m(1, 2)) / w;
  const double du[8] = {x / w, y / w, 1 / w, 0, 0, 0, -u * x / w, -u * y / w};
  const double dv[8] = {0, 0, 0, x / w, y / w, 1 / w, -v * x / w, -v * y / w};
  for (int i = 0; i < unknowns; ++i) {
    for (int j = 0; j < unknowns; ++j) ata.at<double>(i, j) += weight * (du[i] * du[j] + dv[i] * dv[j]);
    atb.at<double>(i) += weight * (du[i] * (seen.x - u) + dv[i] * (seen.y - v));
  }
}

Homography step(const std::vector<Seen>& places, const Homography& map, int unknowns, double limit_mm) {
  cv::Matx33d m = matrix(map) * to_unit().inv();
  m *= 1 / m(2, 2);
  if (unknowns == 6) m(2, 0) = m(2, 1) = 0;
  cv::Mat ata = cv::Mat::zeros(unknowns, unknowns, CV_64F), atb = cv::Mat::zeros(unknowns, 1, CV_64F), delta;
  for (const Seen& s : places) {
    const double weight = s.weight * biweight(distance_mm(map, s), limit_mm);
    if (weight > 0) add(m, s.print, s.page, weight, unknowns, ata, atb);
  }
  if (!cv::solve(ata, atb, delta, cv::DECOMP_CHOLESKY)) return map;
  for (int i = 0; i < unknowns; ++i) m.val[i] += delta.at<double>(i);
  return homography(m * to_unit());
}

}  // namespace

double distance_mm(const Homography& map, const Seen& s) {
  const PointPx p = map(s.print);
  return std::hypot(p.x - s.page.x, p.y - s.page.y) / local_scale(map, s.print);
}

double robust_sigma_mm(const Homography& map, const std::vector<Seen>& places) {
  if (places.empty()) return 0;
  std::vector<double> d;
  for (const Seen& s : places) d.push_back(distance_mm(map, s));
  std::nth_element(d.begin(), d.begin() + static_cast<long>(d.size() / 2), d.end());
  return 1.4826 * d[d.size() / 2];
}

Homography robust_map(const std::vector<Seen>& places, MapKind kind, const Homography& start) {
  const int unknowns = kind == MapKind::affine ? 6 : 8;
  if (static_cast<int>(places.size()) < unknowns) return start;
  Homography map = start;
  for (int round = 0; round < 8; ++round)
    map = step(places, map, unknowns, std::max(0.15, 4 * robust_sigma_mm(map, places)));
  return map;
}

}  // namespace carescan::imaging
