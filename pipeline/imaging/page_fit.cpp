#include "pipeline/imaging/page_fit.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "pipeline/imaging/mat.hpp"

namespace carescan::imaging {
namespace {

constexpr std::size_t folds = 5;
constexpr double stiff = std::numeric_limits<double>::infinity();
/// From hard to soft. A projective map, or a softer grid, must foretell better by this share to be taken.
constexpr std::array<double, 4> stiffnesses{60, 12, 3, 0.8};
constexpr double worth_it = 0.97;
/// Sub-pixel peaks, blank and print are not better than this.
constexpr double floor_mm = 0.03;

struct Page {
  double width_mm, height_mm;
};

PointPx seen_at(const Homography& map, const LocalGrid& grid, PointMm p) {
  const PointMm d = grid.at(p);
  return map({p.x + d.x, p.y + d.y});
}

double off_mm(const Homography& map, const LocalGrid& grid, const Seen& s) {
  const PointPx p = seen_at(map, grid, s.print);
  return std::hypot(p.x - s.page.x, p.y - s.page.y) / local_scale(map, s.print);
}

double quantile(std::vector<double> values, double share) {
  if (values.empty()) return 1e9;
  const auto at = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + static_cast<long>(at), values.end());
  return values[at];
}

/// What leaving a fifth out tells of one choice of map and grid.
struct Trial {
  std::vector<double> foretold_mm;  ///< distances of left-out places, in the order of the places
  double corners_mm = 0;            ///< the corners' root mean square movement between folds, the worst corner
  /// Root mean square; a place that is off by more than 1 mm is as bad as one of 1 mm.
  double score() const {
    double sum = 0;
    for (const double d : foretold_mm) sum += std::min(1.0, d * d);
    return std::sqrt(sum / static_cast<double>(std::max<std::size_t>(1, foretold_mm.size())));
  }
};

Trial leave_out(const std::vector<Seen>& places, MapKind kind, const Homography& start, double stiffness, Page page) {
  Trial trial;
  trial.foretold_mm.resize(places.size());
  const std::array<PointMm, 4> corners{
      {{0, 0}, {page.width_mm, 0}, {page.width_mm, page.height_mm}, {0, page.height_mm}}};
  std::array<double, 4> sum_x{}, sum_y{}, squares{};
  for (std::size_t fold = 0; fold < folds; ++fold) {
    std::vector<Seen> kept;
    for (std::size_t i = 0; i < places.size(); ++i)
      if (i % folds != fold) kept.push_back(places[i]);
    const Homography map = robust_map(kept, kind, start);
    const LocalGrid grid = fit_grid(kept, map, page.width_mm, page.height_mm, stiffness);
    for (std::size_t i = fold; i < places.size(); i += folds) trial.foretold_mm[i] = off_mm(map, grid, places[i]);
    for (std::size_t c = 0; c < 4; ++c) {
      const PointMm p = to_mm(start, seen_at(map, grid, corners[c]));
      sum_x[c] += p.x, sum_y[c] += p.y, squares[c] += p.x * p.x + p.y * p.y;
    }
  }
  for (std::size_t c = 0; c < 4; ++c) {
    const double n = folds;
    const double variance = squares[c] / n - (sum_x[c] * sum_x[c] + sum_y[c] * sum_y[c]) / (n * n);
    // Folds share most places: the jackknife's factor (n - 1) turns their scatter into a standard error.
    trial.corners_mm = std::max(trial.corners_mm, std::sqrt(std::max(0.0, variance) * (n - 1)));
  }
  return trial;
}

/// The worst part of the page: the median of the left-out distances in each of 3 × 4 parts with places enough. A
/// curl that is not followed bends a part of the page, and 90 % of all patches know nothing of it.
double worst_part(const Trial& trial, const std::vector<Seen>& places, Page page) {
  constexpr std::size_t across = 3, down = 4;
  std::array<std::vector<double>, across * down> parts;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const double x = std::clamp(places[i].print.x / page.width_mm, 0.0, 0.999);
    const double y = std::clamp(places[i].print.y / page.height_mm, 0.0, 0.999);
    parts[static_cast<std::size_t>(y * down) * across + static_cast<std::size_t>(x * across)].push_back(
        trial.foretold_mm[i]);
  }
  double worst = 0;
  for (const std::vector<double>& part : parts)
    if (part.size() >= 4) worst = std::max(worst, quantile(part, 0.5));
  return worst;
}

/// How far the outermost places are off when only those further in are known: what lies beyond the last printing is
/// foretold as badly, and lies about twice as far out as they do on average.
double beyond_the_rim(const std::vector<Seen>& places, const Homography& start, MapKind kind, double stiffness,
                      Page page) {
  std::array<double, 2> worst{};  // of left and right, of top and bottom: a corner has both
  for (int side = 0; side < 4; ++side) {
    const auto inward = [&](const Seen& s) {
      return side == 0   ? s.print.x
             : side == 1 ? page.width_mm - s.print.x
             : side == 2 ? s.print.y
                         : page.height_mm - s.print.y;
    };
    std::vector<double> depths;
    for (const Seen& s : places) depths.push_back(inward(s));
    const double rim = quantile(depths, 0.01) + std::max(4.0, quantile(depths, 0.01));
    std::vector<Seen> inner, outer;
    for (const Seen& s : places) (inward(s) > rim ? inner : outer).push_back(s);
    if (outer.size() < 3 || inner.size() < 12) continue;
    const Homography map = robust_map(inner, kind, start);
    const LocalGrid grid = fit_grid(inner, map, page.width_mm, page.height_mm, stiffness);
    std::vector<double> off;
    for (const Seen& s : outer) off.push_back(off_mm(map, grid, s));
    double& axis = worst[static_cast<std::size_t>(side / 2)];
    axis = std::max(axis, 2 * quantile(off, 0.9));
  }
  return std::hypot(worst[0], worst[1]);
}

}  // namespace

PageFit fit_page(const std::vector<Seen>& places, const Homography& start, double width_mm, double height_mm) {
  const Page page{width_mm, height_mm};
  PageFit fit{start, {}, 1e9, 1e9};
  if (places.size() < 12) return fit;
  MapKind kind = MapKind::affine;
  Trial best = leave_out(places, kind, start, stiff, page);
  Trial tilted = leave_out(places, MapKind::projective, start, stiff, page);
  if (tilted.score() < worth_it * best.score()) best = std::move(tilted), kind = MapKind::projective;
  double stiffness = stiff;
  for (const double softer : stiffnesses) {
    Trial trial = leave_out(places, kind, start, softer, page);
    if (trial.score() < worth_it * best.score()) best = std::move(trial), stiffness = softer;
  }
  fit.map = robust_map(places, kind, start);
  fit.grid = fit_grid(places, fit.map, width_mm, height_mm, stiffness);
  fit.printing_mm = std::max({floor_mm, quantile(best.foretold_mm, 0.9), worst_part(best, places, page)});
  fit.residual_mm = std::max({fit.printing_mm, best.corners_mm, beyond_the_rim(places, start, kind, stiffness, page)});
  return fit;
}

}  // namespace carescan::imaging
