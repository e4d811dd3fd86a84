#include "pipeline/imaging/candidate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>

#include "pipeline/imaging/bend.hpp"
#include "pipeline/imaging/mat.hpp"
#include "pipeline/imaging/page_fit.hpp"
#include "pipeline/imaging/print_impl.hpp"

namespace carescan::imaging {
namespace {

/// Printing found within this distance of where the map puts it counts as being there.
constexpr double there_mm = 0.7;
/// Of the grid that only leads the fine search to a curled corner; cross-validation chooses the one that counts.
constexpr Stiffness first_stiffness{2, std::numeric_limits<double>::infinity()};
/// With this share of patches found, other kinds of first map need not be tried.
constexpr double surely_right = 0.75;
/// With less than this of the printing found it is found by chance, and looking again changes nothing.
constexpr double hopeless = 0.12;

Homography scaled(const Homography& map, double factor) {
  return homography(cv::Matx33d::diag({factor, factor, 1}) * matrix(map));
}

/// Affine unless the projective map explains the places clearly better: fewer numbers, fewer ways to be wrong.
Homography better_map(const std::vector<Seen>& places, const Homography& start) {
  const Homography flat = robust_map(places, MapKind::affine, start);
  const Homography tilted = robust_map(places, MapKind::projective, start);
  return robust_sigma_mm(tilted, places) < 0.85 * robust_sigma_mm(flat, places) ? tilted : flat;
}

void set_turn(Registration& r, const PagePrint& print) {
  const PointMm middle{print.width_mm() / 2, print.height_mm() / 2};
  const PointPx o = r.to_source(middle), x = r.to_source({middle.x + 1, middle.y}),
                y = r.to_source({middle.x, middle.y + 1});
  // The rotation nearest to the map's Jacobian.
  const double deg = std::atan2((x.y - o.y) - (y.x - o.x), (x.x - o.x) + (y.y - o.y)) * 180 / CV_PI;
  const long quarter = std::lround(deg / 90);
  r.turn_deg = static_cast<int>(((quarter % 4) + 4) % 4 * 90);
  r.skew_deg = deg - 90.0 * static_cast<double>(quarter);
}

/// Inliers, their spread over the page, and the share of all patches that are where they should be.
void count_support(Candidate& c, const LocalGrid& grid, const PagePrint& print) {
  std::vector<cv::Point2f> there;
  for (const PatchMatch& m : c.patches) {
    if (!m.found) continue;
    const PointMm d = grid.at(m.seen.print), p = to_mm(c.registration.to_source, m.seen.page);
    if (std::hypot(p.x - m.seen.print.x - d.x, p.y - m.seen.print.y - d.y) < there_mm)
      there.emplace_back(static_cast<float>(m.seen.print.x), static_cast<float>(m.seen.print.y));
  }
  Registration& r = c.registration;
  r.inliers = static_cast<int>(there.size());
  r.support = c.patches.empty() ? 0 : static_cast<double>(there.size()) / static_cast<double>(c.patches.size());
  r.spread = 0;
  if (there.size() < 3) return;
  std::vector<cv::Point2f> hull;
  cv::convexHull(there, hull);
  r.spread = cv::contourArea(hull) / (print.width_mm() * print.height_mm());
}

/// What two rounds of patches on the small picture make of a first map.
struct Look {
  Homography map;
  LocalGrid bend;
  std::vector<PatchMatch> patches;
};

double share_found(const std::vector<PatchMatch>& patches) {
  const auto n = std::count_if(patches.begin(), patches.end(), [](const PatchMatch& m) { return m.found; });
  return patches.empty() ? 0 : static_cast<double>(n) / static_cast<double>(patches.size());
}

Look first_look(const PageViews& views, const Homography& start, const PagePrint& print) {
  Look look{start, {}, {}};
  for (const double reach_mm : {3.0, 2.5}) {
    look.patches = match_patches(views.small, look.map, look.bend, print, {feature_px_per_mm, reach_mm, false});
    if (share_found(look.patches) < hopeless) break;
    look.map = better_map(found(look.patches), look.map);
    const auto bend = Bend::fit(without_strays(found(look.patches), look.map), look.map, print.width_mm(),
                                print.height_mm(), first_stiffness);
    look.bend = bend ? bend->as_grid() : LocalGrid{};
  }
  return look;
}

/// Corners and middles of the areas where people write.
std::vector<PointMm> where_written(const PagePrint& print) {
  std::vector<PointMm> places;
  for (const BoxMm& b : print.impl().writing)
    for (const PointMm p : {PointMm{b.x, b.y},
                            {b.right(), b.y},
                            {b.x, b.bottom()},
                            {b.right(), b.bottom()},
                            {b.x + b.width / 2, b.y + b.height / 2}})
      places.push_back(p);
  return places;
}

}  // namespace

PageViews views_of(const Straightened& page) {
  static_assert(small_px_per_mm == feature_px_per_mm);
  return {view(page.grey), view(page.small), page.small_per_full, page.px_per_mm * page.small_per_full};
}

void refine_coarsely(Candidate& c, const PageViews& views, const PagePrint& print) {
  Look look = first_look(views, c.coarse.to_picture, print);
  for (const MapShape shape : {MapShape::projective, MapShape::similarity}) {
    if (share_found(look.patches) > surely_right) break;
    auto other = coarse_map(c.matches, shape, print);
    if (!other) continue;
    Look second = first_look(views, other->to_picture, print);
    if (share_found(second.patches) <= share_found(look.patches)) continue;
    look = std::move(second);
    c.coarse = std::move(*other);
  }
  c.patches = std::move(look.patches);
  c.bend = std::move(look.bend);
  const Homography map = look.map;
  const Homography to_full = scaled(map, 1 / views.small_per_full);
  for (PatchMatch& m : c.patches) {
    m.seen.page.x /= views.small_per_full;
    m.seen.page.y /= views.small_per_full;
  }
  Registration& r = c.registration;
  r.to_source = to_full;
  r.printing_mm = r.residual_mm = robust_sigma_mm(to_full, found(c.patches));
  set_turn(r, print);
  count_support(c, c.bend, print);
}

void refine_finely(Candidate& c, const PageViews& views, const PagePrint& print) {
  Registration& r = c.registration;
  c.patches = match_patches(views.full, r.to_source, c.bend, print, {print_px_per_mm, 1.0, true});
  const PageFit fit = fit_page(without_strays(found(c.patches), r.to_source), r.to_source, print.width_mm(),
                               print.height_mm(), where_written(print));
  r.to_source = fit.map;
  r.printing_mm = fit.printing_mm;
  r.residual_mm = fit.residual_mm;
  r.local = fit.grid;
  set_turn(r, print);
  count_support(c, fit.grid, print);
}

}  // namespace carescan::imaging
