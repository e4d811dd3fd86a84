#include "pipeline/imaging/coarse_map.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
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
/// Shifts of the sheet that count as the same when matches vote: a photograph's perspective moves its rims by as much.
constexpr double cell_mm = 20;
constexpr int most_trials = 1000;

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

/// Keeps the matches that shift the print as most of them do, given the turn and scale they agree in.
std::vector<cv::DMatch> agreeing_in_place(const std::vector<cv::DMatch>& all, const Features& page,
                                          const Features& print, const PagePrint& sheet) {
  cv::Point2d turn;
  double log_scale = 0;
  for (const cv::DMatch& m : all) {
    const double a = turn_of(m, page, print) * CV_PI / 180;
    turn += cv::Point2d(std::cos(a), std::sin(a));
    log_scale += log_scale_of(m, page, print) / static_cast<double>(all.size());
  }
  turn *= std::exp2(log_scale) / std::max(1e-9, std::hypot(turn.x, turn.y));
  const double cell = cell_mm * feature_px_per_mm;
  std::map<std::pair<int, int>, int> votes;
  std::vector<cv::Point> cells;
  for (const cv::DMatch& m : all) {
    const cv::Point2d p = cv::Point2d(print.points[static_cast<std::size_t>(m.trainIdx)].pt) -
                          cv::Point2d(sheet.width_mm(), sheet.height_mm()) * (feature_px_per_mm / 2);
    const cv::Point2d q = page.points[static_cast<std::size_t>(m.queryIdx)].pt;
    const cv::Point2d shift = q - cv::Point2d(turn.x * p.x - turn.y * p.y, turn.y * p.x + turn.x * p.y);
    cells.emplace_back(cvFloor(shift.x / cell), cvFloor(shift.y / cell));
    for (const auto& [dx, dy] : {std::pair{0, 0}, {-1, 0}, {0, -1}, {-1, -1}})
      ++votes[{cells.back().x + dx, cells.back().y + dy}];  // a square of 2 x 2 cells is named by its first
  }
  const auto best =
      std::max_element(votes.begin(), votes.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  std::vector<cv::DMatch> kept;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const int dx = cells[i].x - best->first.first, dy = cells[i].y - best->first.second;
    if (dx >= -1 && dx <= 2 && dy >= -1 && dy <= 2) kept.push_back(all[i]);
  }
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

/// A 2 × 3 map of OpenCV's as a 3 × 3 one.
cv::Matx33d with_last_row(const cv::Mat& m) {
  const double* row = m.ptr<double>(0);
  const double* next = m.ptr<double>(1);
  return {row[0], row[1], row[2], next[0], next[1], next[2], 0, 0, 1};
}

/// RANSAC (Fischler & Bolles 1981); `agrees` gets a flag for each match. A similarity cannot lean over to please a few
/// matches in one corner; scanners that scale x and y differently are let in by its wider tolerance.
std::optional<cv::Matx33d> ransac(MapShape shape, const FeatureMatches& m, std::vector<uchar>& agrees) {
  cv::Mat map;
  if (shape == MapShape::projective)
    map = cv::findHomography(m.print_mm, m.page_px, cv::RANSAC, tolerance_px, agrees, most_trials, 0.995);
  else if (shape == MapShape::affine)
    map = cv::estimateAffine2D(m.print_mm, m.page_px, agrees, cv::RANSAC, tolerance_px, most_trials, 0.995);
  else
    map = cv::estimateAffinePartial2D(m.print_mm, m.page_px, agrees, cv::RANSAC, 2 * tolerance_px, most_trials, 0.995);
  if (map.empty()) return std::nullopt;
  return shape == MapShape::projective ? cv::Matx33d(map.ptr<double>()) : with_last_row(map);
}

}  // namespace

FeatureMatches match_features(const Features& page, const PagePrint& print) {
  const Features& printed = print.impl().features;
  FeatureMatches result;
  if (page.descriptors.rows < fewest_matches || printed.descriptors.rows < fewest_matches) return result;
  std::vector<cv::DMatch> all = agreeing_in_pose(match(page.descriptors, printed.descriptors), page, printed);
  if (static_cast<int>(all.size()) < fewest_matches) return result;
  result.matches = agreeing_in_place(all, page, printed, print);
  for (const cv::DMatch& m : result.matches) {
    const cv::Point2f &p = printed.points[static_cast<std::size_t>(m.trainIdx)].pt,
                      &q = page.points[static_cast<std::size_t>(m.queryIdx)].pt;
    result.print_mm.emplace_back((p.x + 0.5) / feature_px_per_mm, (p.y + 0.5) / feature_px_per_mm);
    result.page_px.emplace_back(q.x + 0.5, q.y + 0.5);
  }
  return result;
}

std::optional<CoarseMap> coarse_map(const FeatureMatches& matches, MapShape shape, const PagePrint& print) {
  if (static_cast<int>(matches.matches.size()) < fewest_matches) return std::nullopt;
  std::vector<uchar> agrees;
  const auto found = ransac(shape, matches, agrees);
  if (!found) return std::nullopt;
  CoarseMap map{homography(*found), 0, {}};
  for (std::size_t i = 0; i < agrees.size(); ++i)
    if (agrees[i]) map.agreeing.push_back(matches.matches[i]);
  map.inliers = static_cast<int>(map.agreeing.size());
  if (map.inliers < fewest_matches || !is_view_of_paper(map.to_picture, print)) return std::nullopt;
  return map;
}

}  // namespace carescan::imaging
