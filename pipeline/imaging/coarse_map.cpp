#include "pipeline/imaging/coarse_map.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/calib3d.hpp>

#include "pipeline/imaging/hamming.hpp"
#include "pipeline/imaging/mat.hpp"
#include "pipeline/imaging/print_impl.hpp"

namespace carescan::imaging {
namespace {

/// A match counts when it is this much nearer than the second best (Lowe 2004), or nearly identical anyway.
constexpr double ratio = 0.86;
constexpr int fewest_matches = 8;
/// How far a match may lie from the map, px of the feature picture: paper curl is left to the patches.
constexpr double tolerance_px = 5;

std::vector<cv::DMatch> match(const cv::Mat& page, const cv::Mat& print) {
  std::vector<cv::DMatch> clear;
  const std::vector<Nearest> nearest = nearest_by_hamming(print, page);
  for (std::size_t i = 0; i < nearest.size(); ++i)
    if (nearest[i].bits < 72 && nearest[i].bits < ratio * nearest[i].second_bits)
      clear.emplace_back(nearest[i].index, static_cast<int>(i), static_cast<float>(nearest[i].bits));
  return clear;
}

/// Index of the fullest bin when each bin lends half of itself to its neighbours; `circular` bins close up.
template <std::size_t n>
std::size_t fullest(const std::array<double, n>& bins, bool circular) {
  std::size_t best = 0;
  double most = -1;
  for (std::size_t i = 0; i < n; ++i) {
    const double before = i > 0 ? bins[i - 1] : circular ? bins[n - 1] : 0;
    const double after = i + 1 < n ? bins[i + 1] : circular ? bins[0] : 0;
    const double sum = bins[i] + (before + after) / 2;
    if (sum > most) most = sum, best = i;
  }
  return best;
}

double turn_of(const cv::DMatch& m, const Features& page, const Features& print) {
  const double d = page.points[static_cast<std::size_t>(m.queryIdx)].angle -
                   print.points[static_cast<std::size_t>(m.trainIdx)].angle;
  return d < 0 ? d + 360 : d;
}

double log_scale_of(const cv::DMatch& m, const Features& page, const Features& print) {
  return std::log2(page.points[static_cast<std::size_t>(m.queryIdx)].size /
                   print.points[static_cast<std::size_t>(m.trainIdx)].size);
}

/// Keeps the matches that turn and scale the print as most of them do (Hough voting, Lowe 2004).
std::vector<cv::DMatch> agreeing_in_pose(const std::vector<cv::DMatch>& all, const Features& page,
                                         const Features& print) {
  constexpr double bin_deg = 15, octaves = 0.3;
  std::array<double, 24> turns{};
  std::array<double, 13> scales{};
  const auto turn_bin = [&](const cv::DMatch& m) {
    return std::min<std::size_t>(23, static_cast<std::size_t>(turn_of(m, page, print) / bin_deg));
  };
  const auto scale_bin = [&](const cv::DMatch& m) {
    return static_cast<std::size_t>(std::clamp(std::lround(log_scale_of(m, page, print) / octaves) + 6, 0L, 12L));
  };
  for (const cv::DMatch& m : all) turns[turn_bin(m)] += 1;
  const std::size_t turn = fullest(turns, true);
  const auto near_turn = [&](const cv::DMatch& m) {
    const std::size_t apart = (turn_bin(m) + 24 - turn) % 24;
    return apart <= 1 || apart >= 23;
  };
  for (const cv::DMatch& m : all)
    if (near_turn(m)) scales[scale_bin(m)] += 1;
  const std::size_t scale = fullest(scales, false);
  std::vector<cv::DMatch> kept;
  for (const cv::DMatch& m : all)
    if (near_turn(m) && std::abs(static_cast<int>(scale_bin(m)) - static_cast<int>(scale)) <= 2) kept.push_back(m);
  return kept;
}

/// True when the print's corners form a convex quadrilateral, seen from the front, of sides in credible proportion.
bool is_view_of_paper(const Homography& map, const PagePrint& print) {
  const double w = print.width_mm(), h = print.height_mm();
  const std::array<PointMm, 4> corners{{{0, 0}, {w, 0}, {w, h}, {0, h}}};
  std::array<PointPx, 4> seen;
  for (std::size_t i = 0; i < 4; ++i) {
    const double depth = map.h[6] * corners[i].x + map.h[7] * corners[i].y + 1;
    if (depth < 0.4 || depth > 2.5) return false;
    seen[i] = map(corners[i]);
  }
  for (std::size_t i = 0; i < 4; ++i) {
    const PointPx a = seen[i], b = seen[(i + 1) % 4], c = seen[(i + 2) % 4];
    const double ux = b.x - a.x, uy = b.y - a.y, vx = c.x - b.x, vy = c.y - b.y;
    const double u = std::hypot(ux, uy), v = std::hypot(vx, vy);
    if ((ux * vy - uy * vx) < 0.6 * u * v) return false;  // sine of the corner's angle
    const double expected = i % 2 == 0 ? w / h : h / w;
    if (u / v < 0.6 * expected || u / v > expected / 0.6) return false;
  }
  return true;
}

struct Fit {
  cv::Matx33d map;
  std::vector<uchar> agrees;
  long inliers = 0;
};

/// A 2 × 3 map of OpenCV's as a 3 × 3 one.
cv::Matx33d with_last_row(const cv::Mat& m) {
  const double* row = m.ptr<double>(0);
  const double* next = m.ptr<double>(1);
  return {row[0], row[1], row[2], next[0], next[1], next[2], 0, 0, 1};
}

/// Turn, one scale and place alone: cannot lean over to please a few matches in one corner. Scanners that scale x and y
/// differently are let in by the wider tolerance.
Fit similarity(const std::vector<cv::Point2d>& print_mm, const std::vector<cv::Point2d>& page_px) {
  Fit fit;
  const cv::Mat m =
      cv::estimateAffinePartial2D(print_mm, page_px, fit.agrees, cv::RANSAC, 2 * tolerance_px, 3000, 0.995);
  if (m.empty()) return {};
  fit.map = with_last_row(m);
  fit.inliers = std::count(fit.agrees.begin(), fit.agrees.end(), 1);
  return fit;
}

Fit affine(const std::vector<cv::Point2d>& print_mm, const std::vector<cv::Point2d>& page_px) {
  Fit fit;
  const cv::Mat m = cv::estimateAffine2D(print_mm, page_px, fit.agrees, cv::RANSAC, tolerance_px, 3000, 0.995);
  if (m.empty()) return {};
  fit.map = with_last_row(m);
  fit.inliers = std::count(fit.agrees.begin(), fit.agrees.end(), 1);
  return fit;
}

Fit projective(const std::vector<cv::Point2d>& print_mm, const std::vector<cv::Point2d>& page_px) {
  Fit fit;
  const cv::Mat m = cv::findHomography(print_mm, page_px, cv::RANSAC, tolerance_px, fit.agrees, 3000, 0.995);
  if (m.empty()) return {};
  fit.map = cv::Matx33d(m.ptr<double>());
  fit.inliers = std::count(fit.agrees.begin(), fit.agrees.end(), 1);
  return fit;
}

/// The affine map, or the projective one where clearly more matches agree with it; the rest as others to try.
std::optional<CoarseMap> best_of(std::array<Fit, 3> fits, const std::vector<cv::DMatch>& matches,
                                 const PagePrint& print) {
  auto& [flat, tilted, similar] = fits;
  for (Fit& fit : fits)
    if (fit.inliers < fewest_matches || !is_view_of_paper(homography(fit.map), print)) fit.inliers = 0;
  const bool tilt = static_cast<double>(tilted.inliers) > 1.15 * static_cast<double>(flat.inliers) + 3;
  const Fit& best = tilt ? tilted : flat.inliers > 0 ? flat : similar;
  if (best.inliers == 0) return std::nullopt;
  CoarseMap map{{}, homography(best.map), static_cast<int>(best.inliers), {}};
  for (const Fit& fit : fits)
    if (&fit != &best && fit.inliers > 0) map.others.push_back(homography(fit.map));
  for (std::size_t i = 0; i < matches.size(); ++i)
    if (best.agrees[i]) map.agreeing.push_back(matches[i]);
  return map;
}

}  // namespace

std::optional<CoarseMap> coarse_map(const Features& page, const PagePrint& print) {
  const Features& printed = print.impl().features;
  if (page.descriptors.rows < fewest_matches || printed.descriptors.rows < fewest_matches) return std::nullopt;
  const auto matches = agreeing_in_pose(match(page.descriptors, printed.descriptors), page, printed);
  if (static_cast<int>(matches.size()) < fewest_matches) return std::nullopt;
  std::vector<cv::Point2d> mm, px;
  for (const cv::DMatch& m : matches) {
    const cv::Point2f &p = printed.points[static_cast<std::size_t>(m.trainIdx)].pt,
                      &q = page.points[static_cast<std::size_t>(m.queryIdx)].pt;
    mm.emplace_back((p.x + 0.5) / feature_px_per_mm, (p.y + 0.5) / feature_px_per_mm);
    px.emplace_back(q.x + 0.5, q.y + 0.5);
  }
  return best_of({affine(mm, px), projective(mm, px), similarity(mm, px)}, matches, print);
}

}  // namespace carescan::imaging
