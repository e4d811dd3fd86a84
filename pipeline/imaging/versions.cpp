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
/// A version has this share of the other's patches somewhere near, and this share just there.
constexpr double found_near = 0.75, found_near_mm = 2.5, found_there_share = 0.25;
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
/// The page must lie on the shared printing this well, and is known to lie so this far from it.
constexpr double lies_well_mm = 0.3, near_mm = 20;

Homography product(const Homography& second, const Homography& first) {
  return homography(matrix(second) * matrix(first));
}

Homography enlarged(double factor) {
  return homography(cv::Matx33d::diag({factor, factor, 1}));
}

/// A version's printing, where people write on it and where its code is, in the lead's frame at feature_px_per_mm.
struct Drawn {
  cv::Mat printing, writing, code;
};

Drawn drawn(const PagePrint& print, PointMm shift, cv::Size size) {
  Drawn d;
  const cv::Matx23d from_lead{1, 0, shift.x * feature_px_per_mm, 0, 1, shift.y * feature_px_per_mm};
  cv::warpAffine(print.impl().coarse, d.printing, from_lead, size, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                 cv::BORDER_CONSTANT, 255);
  d.writing = cv::Mat(size, CV_8U, cv::Scalar(0));
  d.code = d.writing.clone();
  const auto paint = [&](cv::Mat& picture, const BoxMm& box) {
    const auto at = [](double mm) { return cvRound(mm * feature_px_per_mm); };
    cv::rectangle(picture, cv::Point(at(box.x - shift.x), at(box.y - shift.y)),
                  cv::Point(at(box.right() - shift.x) - 1, at(box.bottom() - shift.y) - 1), 255, cv::FILLED);
  };
  for (const BoxMm& box : print.impl().writing) paint(d.writing, box);
  if (print.code_box()) paint(d.code, print.code_box()->grown(1));
  return d;
}

double apart_mm(PointMm a, PointMm b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

/// By which most of the patches that were found are away from where they were looked for: a fitted map would lean over
/// to please moved lines too.
PointMm most_common_offset(const std::vector<PatchMatch>& matches) {
  PointMm best;
  std::ptrdiff_t most = 0;
  for (const PatchMatch& one : matches) {
    if (!one.found) continue;
    const auto company = std::ranges::count_if(matches, [&](const PatchMatch& other) {
      return other.found && apart_mm(one.offset_mm, other.offset_mm) < unmoved_mm / 2;
    });
    if (company > most) most = company, best = one.offset_mm;
  }
  return best;
}

/// The page in the lead's frame, and where that can be relied on: near printing that was laid on it.
struct LaidPage {
  cv::Mat seen, known;
};

/// By the printing that no version changed; nothing where there is too little of it.
std::optional<LaidPage> page_by_shared(const PageViews& views, const Candidate& lead,
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
  LaidPage page;
  page.seen = sample(views.small, r, print, {0, 0, print.width_mm(), print.height_mm()}, feature_px_per_mm);
  page.known = cv::Mat(page.seen.size(), CV_8U, cv::Scalar(0));
  for (const Seen& s : shared)
    cv::circle(page.known, cv::Point2d(s.print.x, s.print.y) * feature_px_per_mm, cvRound(near_mm * feature_px_per_mm),
               255, cv::FILLED);
  return page;
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
  return windows;
}

/// What the windows in which two versions differ say of a page.
struct Votes {
  int first = 0, second = 0, all = 0;
  bool for_first() const {
    return first >= least_windows && first >= times_more * second && first >= least_share * all;
  }
};

Votes votes(const LaidPage& page, const Drawn& first, const Drawn& second) {
  // Codes are read, not compared: one that is torn or pasted over must not say another version.
  const cv::Mat ignored = (first.writing & second.writing) | first.code | second.code;
  cv::Mat seen = page.seen.clone(), a = first.printing.clone(), b = second.printing.clone();
  for (cv::Mat* picture : {&seen, &a, &b}) picture->setTo(255, ignored);
  Votes votes;
  std::vector<cv::Rect> windows = where_different(a, b);
  std::erase_if(windows,
                [&](const cv::Rect& w) { return page.known.at<uchar>(w.y + window_px / 2, w.x + window_px / 2) == 0; });
  for (const cv::Rect& window : thinned(windows)) {
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
  const std::vector<PatchMatch> matches = match_patches(prints[print].impl().coarse, enlarged(feature_px_per_mm), {},
                                                        lead, {feature_px_per_mm, found_near_mm, false});
  Version version{print, most_common_offset(matches), {}};
  for (const PatchMatch& m : matches)
    version.unchanged.push_back(m.found && apart_mm(m.offset_mm, version.shift_mm) < unmoved_mm);
  const auto there = static_cast<double>(std::ranges::count(version.unchanged, true)),
             near = static_cast<double>(std::ranges::count(matches, true, &PatchMatch::found)),
             all = static_cast<double>(matches.size());
  if (near < found_near * all || there < found_there_share * all) return std::nullopt;
  return version;
}

VersionSeen version_seen(const PageViews& views, const Candidate& lead, const std::vector<Version>& versions,
                         const Prints& prints) {
  const PagePrint& print = prints[lead.registration.print];
  VersionSeen seen;
  const auto page = page_by_shared(views, lead, versions, print);
  if (!page) return seen;
  std::vector<Drawn> all{drawn(print, {}, page->seen.size())};
  for (const Version& v : versions) all.push_back(drawn(prints[v.print], v.shift_mm, page->seen.size()));
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
