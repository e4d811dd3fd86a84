#include "pipeline/imaging/patch_match.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "pipeline/imaging/likeness.hpp"
#include "pipeline/imaging/mat.hpp"
#include "pipeline/imaging/patches.hpp"
#include "pipeline/imaging/print_impl.hpp"
#include "pipeline/imaging/sampling.hpp"

namespace carescan::imaging {
namespace {

/// Below this likeness a patch counts as not found. Print under ink or blur still reaches it, other printing rarely.
constexpr double alike_enough = 0.55;
/// The part of a writing area that is surely inside it although the map is off by a little.
constexpr double surely_inside_mm = 0.5;

/// The page around `centre` as the map sees it, `side_mm` wide, at `px_per_mm`.
cv::Mat around(const cv::Mat& page, const Homography& map, PointMm centre, int side_px, double px_per_mm) {
  const double half_mm = side_px / px_per_mm / 2;
  const cv::Matx33d from_picture{1 / px_per_mm, 0, centre.x - half_mm, 0, 1 / px_per_mm, centre.y - half_mm, 0, 0, 1};
  const Homography h = homography(corner_to_centre() * matrix(map) * from_picture * corner_to_centre().inv());
  // Over a patch the view is affine: its three corners say all.
  const double s = side_px;
  const PointPx o = h({0, 0}), x = h({s, 0}), y = h({0, s});
  const cv::Matx23d affine{(x.x - o.x) / s, (y.x - o.x) / s, o.x, (x.y - o.y) / s, (y.y - o.y) / s, o.y};
  cv::Mat seen;
  cv::warpAffine(page, seen, affine, {side_px, side_px}, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_CONSTANT,
                 255);
  return seen;
}

/// Whole-pixel size of the patch and the search, even so that the centre stays the centre.
struct Sizes {
  int patch, reach;
  explicit Sizes(const PatchSearch& s)
      : patch(2 * cvRound(patch_mm / 2 * s.px_per_mm)), reach(cvRound(s.reach_mm * s.px_per_mm)) {}
};

PatchMatch match_patch(const cv::Mat& page, const Homography& map, const LocalGrid& grid, const cv::Mat& print,
                       PointMm centre, const std::vector<BoxMm>& writing, const PatchSearch& search) {
  const Sizes sizes(search);
  const double scale = search.px_per_mm;
  const cv::Point corner(cvRound(centre.x * scale) - sizes.patch / 2, cvRound(centre.y * scale) - sizes.patch / 2);
  const cv::Rect patch(corner, cv::Size(sizes.patch, sizes.patch));
  PatchMatch match;
  if ((patch & cv::Rect({0, 0}, print.size())) != patch) return match;
  const PointMm middle{(corner.x + sizes.patch / 2) / scale, (corner.y + sizes.patch / 2) / scale};
  const PointMm bent = grid.at(middle), expected{middle.x + bent.x, middle.y + bent.y};
  const int side = sizes.patch + 2 * sizes.reach;
  cv::Mat seen = around(page, map, expected, side, scale);
  if (search.without_writing) {
    const double side_mm = side / scale;
    const BoxMm shown{middle.x - side_mm / 2, middle.y - side_mm / 2, side_mm, side_mm};
    whiten_writing(seen, writing, shown, scale, surely_inside_mm);
  }
  cv::Mat printed = print(patch);
  if (search.without_writing) {
    printed = printed.clone();
    whiten_writing(printed, writing, {corner.x / scale, corner.y / scale, sizes.patch / scale, sizes.patch / scale},
                   scale, 0);
  }
  const Peak peak = find_patch(seen, printed);
  match.alike = peak.alike;
  match.found = peak.inside && peak.alike >= alike_enough;
  const double dx = peak.x - sizes.reach, dy = peak.y - sizes.reach;
  match.offset_mm = {dx / scale, dy / scale};
  match.seen = {middle, map({expected.x + match.offset_mm.x, expected.y + match.offset_mm.y}),
                match.found ? match.alike : 0};
  return match;
}

}  // namespace

std::vector<PatchMatch> match_patches(const cv::Mat& page, const Homography& to_page, const LocalGrid& grid,
                                      const PagePrint& print, const PatchSearch& search) {
  const PagePrint::Impl& impl = print.impl();
  cv::Mat printing;
  if (search.px_per_mm == print_px_per_mm) {
    printing = impl.blank;
  } else {
    CV_Assert(search.px_per_mm == feature_px_per_mm);
    printing = impl.coarse;
  }
  std::vector<PatchMatch> matches;
  for (const PointMm& centre : impl.patches)
    matches.push_back(match_patch(page, to_page, grid, printing, centre, impl.writing, search));
  return matches;
}

std::vector<Seen> found(const std::vector<PatchMatch>& matches) {
  std::vector<Seen> places;
  for (const PatchMatch& m : matches)
    if (m.found) places.push_back(m.seen);
  return places;
}

}  // namespace carescan::imaging
