#include "pipeline/imaging/versions.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "pipeline/imaging/likeness.hpp"
#include "pipeline/imaging/mat.hpp"
#include "pipeline/imaging/page_fit.hpp"
#include "pipeline/imaging/print_impl.hpp"
#include "pipeline/imaging/sampling.hpp"

namespace carescan::imaging {
namespace {

/// A patch of one print that lies this near to where the map puts it on the other has not been moved.
constexpr double unmoved_mm = 0.2;
/// Two prints that share less than this are two forms.
constexpr double same_form = 0.5;
/// Windows that are compared: 8 mm, every 4 mm, only where two versions are less alike than this.
constexpr int window_px = 32, step_px = 16;
constexpr double differs_below = 0.7;
/// The page's own map may be off by this much where nothing is shared.
constexpr int slack_px = 1;
/// A window speaks for the version that is found there and clearly more alike than the other.
constexpr double found_there = 0.5, clearly_more = 0.2;
/// So many windows must speak for a version, so many times as many as against it, and so many of all: where most are
/// silent the page may be a version that is not in the catalogue.
constexpr int least_windows = 2, times_more = 6;
constexpr double least_share = 0.5;
/// More windows than this say nothing new.
constexpr std::size_t most_windows = 64;
/// The page must lie on the shared printing this well.
constexpr double lies_well_mm = 0.3;

Homography product(const Homography& second, const Homography& first) {
  return homography(matrix(second) * matrix(first));
}

Homography enlarged(double factor) {
  return homography(cv::Matx33d::diag({factor, factor, 1}));
}

/// A version's printing, and where people write on it, in the lead's frame at feature_px_per_mm.
struct Drawn {
  cv::Mat printing, writing;
};

Drawn drawn(const PagePrint& print, const Homography& from_lead, cv::Size size) {
  const cv::Matx33d scale = matrix(enlarged(feature_px_per_mm));
  const cv::Matx33d map = corner_to_centre() * scale * matrix(from_lead) * scale.inv() * corner_to_centre().inv();
  Drawn d;
  cv::warpAffine(print.impl().coarse, d.printing, map.get_minor<2, 3>(0, 0), size,
                 cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_CONSTANT, 255);
  d.writing = cv::Mat(size, CV_8U, cv::Scalar(0));
  for (const BoxMm& box : print.impl().writing) {
    const PointMm a = to_mm(from_lead, {box.x, box.y}), b = to_mm(from_lead, {box.right(), box.bottom()});
    cv::rectangle(d.writing, cv::Point(cvCeil(a.x * feature_px_per_mm), cvCeil(a.y * feature_px_per_mm)),
                  cv::Point(cvFloor(b.x * feature_px_per_mm) - 1, cvFloor(b.y * feature_px_per_mm) - 1), 255,
                  cv::FILLED);
  }
  return d;
}

/// The page in the lead's frame, by the printing that no version changed; nothing where there is too little of it.
std::optional<cv::Mat> page_by_shared(const PageViews& views, const Candidate& lead,
                                      const std::vector<Version>& versions, const PagePrint& print) {
  std::vector<Seen> shared;
  for (std::size_t i = 0; i < lead.patches.size(); ++i) {
    const auto& patch = lead.patches[i];
    if (patch.found && std::ranges::all_of(versions, [&](const Version& v) { return v.unchanged[i]; }))
      shared.push_back(patch.seen);
  }
  const PageFit fit = fit_page(without_strays(shared, lead.registration.to_source), lead.registration.to_source,
                               print.width_mm(), print.height_mm());
  if (fit.printing_mm > lies_well_mm) return std::nullopt;
  Registration r;
  r.to_source = product(enlarged(views.small_per_full), fit.map);
  r.local = fit.grid;
  return sample(views.small, r, print, {0, 0, print.width_mm(), print.height_mm()}, feature_px_per_mm);
}

cv::Rect with_slack(const cv::Rect& window) {
  return {window.x - slack_px, window.y - slack_px, window.width + 2 * slack_px, window.height + 2 * slack_px};
}

/// Evenly over the page, no more than `most_windows`.
std::vector<cv::Rect> thinned(const std::vector<cv::Rect>& windows) {
  const std::size_t step = windows.size() / most_windows + 1;
  std::vector<cv::Rect> kept;
  for (std::size_t i = 0; i < windows.size(); i += step) kept.push_back(windows[i]);
  return kept;
}

/// Windows in which two prints differ by more than a little shift.
std::vector<cv::Rect> where_different(const cv::Mat& a, const cv::Mat& b) {
  constexpr int least = 255 * 12;  // three mm of a hair line
  std::vector<cv::Rect> windows;
  cv::Mat apart, sums;
  cv::absdiff(a, b, apart);
  cv::integral(apart, sums, CV_32S);
  for (int y = slack_px; y + window_px + slack_px <= a.rows; y += step_px)
    for (int x = slack_px; x + window_px + slack_px <= a.cols; x += step_px)
      if (sums.at<int>(y, x) + sums.at<int>(y + window_px, x + window_px) - sums.at<int>(y + window_px, x) -
              sums.at<int>(y, x + window_px) >=
          least)
        windows.emplace_back(x, y, window_px, window_px);
  std::erase_if(windows, [&](const cv::Rect& w) { return find_patch(a(with_slack(w)), b(w)).alike >= differs_below; });
  return thinned(windows);
}

/// What the windows in which two versions differ say of a page.
struct Votes {
  int first = 0, second = 0, all = 0;
  bool for_first() const {
    return first >= least_windows && first >= times_more * second && first >= least_share * all;
  }
};

Votes votes(const cv::Mat& page, const Drawn& first, const Drawn& second) {
  const cv::Mat writing = first.writing & second.writing;
  cv::Mat seen = page.clone(), a = first.printing.clone(), b = second.printing.clone();
  for (cv::Mat* picture : {&seen, &a, &b}) picture->setTo(255, writing);
  Votes votes;
  for (const cv::Rect& window : where_different(a, b)) {
    const cv::Mat around = seen(with_slack(window));
    const double like_a = find_patch(around, a(window)).alike, like_b = find_patch(around, b(window)).alike;
    ++votes.all;
    if (std::max(like_a, like_b) < found_there || std::abs(like_a - like_b) < clearly_more) continue;
    ++(like_a > like_b ? votes.first : votes.second);
  }
  return votes;
}

}  // namespace

std::optional<Version> as_version(const PagePrint& lead, const Prints& prints, int print) {
  const PagePrint& other = prints[print];
  // The prints are laid on each other by themselves: what the page says of each is too rough for photographs.
  const auto lain = coarse_map(match_features(other.impl().features, lead), MapShape::affine, lead);
  if (!lain) return std::nullopt;
  const std::vector<PatchMatch> matches =
      match_patches(other.impl().coarse, lain->to_picture, {}, lead, {feature_px_per_mm, 1.0, false});
  const Homography map = robust_map(found(matches), MapKind::affine, lain->to_picture);
  Version version{print, product(enlarged(1 / feature_px_per_mm), map), {}};
  for (const PatchMatch& m : matches) version.unchanged.push_back(m.found && distance_mm(map, m.seen) < unmoved_mm);
  const auto unchanged = std::ranges::count(version.unchanged, true);
  if (static_cast<double>(unchanged) < same_form * static_cast<double>(matches.size())) return std::nullopt;
  return version;
}

VersionSeen version_seen(const PageViews& views, const Candidate& lead, const std::vector<Version>& versions,
                         const Prints& prints) {
  const PagePrint& print = prints[lead.registration.print];
  VersionSeen seen;
  const auto page = page_by_shared(views, lead, versions, print);
  if (!page) return seen;
  std::vector<Drawn> all{drawn(print, {}, page->size())};
  for (const Version& v : versions) all.push_back(drawn(prints[v.print], v.from_lead, page->size()));
  std::vector<std::optional<Votes>> against(all.size());  // of the best so far
  for (std::size_t k = 1; k < all.size(); ++k) {
    const Votes v = votes(*page, all[seen.best], all[k]);
    against[k] = v;
    if (v.first >= v.second) continue;
    against.assign(all.size(), std::nullopt);
    against[seen.best] = Votes{v.second, v.first, v.all};
    seen.best = k;
  }
  seen.clear = true;
  for (std::size_t k = 0; k < all.size(); ++k) {
    if (k == seen.best) continue;
    if (!against[k]) against[k] = votes(*page, all[seen.best], all[k]);
    if (against[k]->for_first()) continue;
    seen.clear = false;
    seen.rival = k;
  }
  return seen;
}

}  // namespace carescan::imaging
