#include "pipeline/imaging/register.hpp"

#include <algorithm>
#include <cmath>

#include "pipeline/imaging/candidate.hpp"
#include "pipeline/imaging/local_grid.hpp"
#include "pipeline/imaging/mat.hpp"
#include "pipeline/imaging/print_impl.hpp"
#include "pipeline/imaging/short_list.hpp"
#include "pipeline/imaging/trace_pictures.hpp"
#include "pipeline/imaging/versions.hpp"

namespace carescan::imaging {
namespace {

constexpr int page_features = 1400;
/// A candidate with fewer agreeing features than this share of the best one's is not worth refining.
constexpr double worth_refining = 0.3;
/// Of other makes three are refined; one with this share of the best one's may be another version of the same form, and
/// none of those may be missing when they are compared.
constexpr double same_make = 0.6;
/// Below this share what was found must also lie well: another form of the same make has frames and words in about the
/// same places, a form under much ink has few of them but in exactly the right ones.
constexpr double clear_support = 0.5, lies_well_mm = 0.3;

/// A map that is known otherwise, in the small picture.
CoarseMap as_coarse_map(const Homography& to_source, const PageViews& views) {
  const double k = views.small_per_full;
  return {homography(cv::Matx33d::diag({k, k, 1}) * matrix(to_source)), 0, {}};
}

/// Candidates of the short list that features agree with, most agreement first.
std::vector<Candidate> by_features(const Features& features, const PageViews& views, const Prints& prints,
                                   const RegisterOptions& options) {
  std::vector<Candidate> candidates;
  const std::vector<int> tried = options.only.empty() ? short_list(features, views.small.size(), views.px_per_mm,
                                                                   prints.index(), prints.size(), options.short_list)
                                                      : options.only;
  for (const int index : tried) {
    const PagePrint& print = prints[index];
    Candidate c;
    c.registration.print = index;
    c.matches = match_features(features, print);
    std::optional<CoarseMap> map;
    for (const MapShape shape : {MapShape::affine, MapShape::projective, MapShape::similarity})
      if (!map) map = coarse_map(c.matches, shape, print);
    if (!map && options.start) map = as_coarse_map(*options.start, views);
    if (!map) continue;
    c.coarse = std::move(*map);
    candidates.push_back(std::move(c));
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.coarse.inliers > b.coarse.inliers; });
  return candidates;
}

const PagePrint& print_of(const Candidate& c, const Prints& prints) {
  return prints[c.registration.print];
}

/// Leaves the candidates worth refining of those that features agree with, most agreement first.
void drop_hopeless(std::vector<Candidate>& candidates) {
  constexpr std::size_t always = 3;
  const int most = candidates.empty() ? 0 : candidates.front().coarse.inliers;
  for (std::size_t i = candidates.size(); i-- > 1;)
    if (candidates[i].coarse.inliers < (i < always ? worth_refining : same_make) * most) candidates.pop_back();
}

/// A form page that was looked for on the page, with the other versions of it that the page may be.
struct Family {
  Candidate lead;
  std::vector<Candidate> others;  ///< not refined
  std::vector<Version> versions;  ///< those of `others`
};

/// Refines the candidates, of those that are versions of one form page only the first.
std::vector<Family> families(std::vector<Candidate> candidates, const PageViews& views, const Prints& prints) {
  std::vector<Family> all;
  for (Candidate& c : candidates) {
    std::optional<Version> version;
    for (Family& family : all)
      if (!version && (version = as_version(print_of(family.lead, prints), prints, c.registration.print))) {
        family.versions.push_back(std::move(*version));
        family.others.push_back(std::move(c));
      }
    if (version) continue;
    refine_coarsely(c, views, print_of(c, prints));
    all.push_back({std::move(c), {}, {}});
  }
  std::ranges::stable_sort(all, std::greater{}, [](const Family& f) { return f.lead.registration.support; });
  return all;
}

/// The candidates from the best on, and what is known of the first two.
struct Ranking {
  std::vector<Candidate> candidates;  ///< refined, most printing found first; at most two
  bool alike = false;                 ///< two versions of one form page, and no telling which
};

Ranking ranked(std::vector<Candidate> candidates, const PageViews& views, const Prints& prints) {
  drop_hopeless(candidates);
  std::vector<Family> all = families(std::move(candidates), views, prints);
  Ranking ranking;
  if (all.empty()) return ranking;
  Family& first = all.front();
  VersionSeen seen{0, 0, true};
  if (!first.versions.empty()) seen = version_seen(views, first.lead, first.versions, prints);
  ranking.alike = !seen.clear;
  const auto take = [&](std::size_t version) {
    Candidate& c = version == 0 ? first.lead : first.others[version - 1];
    if (version > 0) refine_coarsely(c, views, print_of(c, prints));
    ranking.candidates.push_back(std::move(c));
  };
  take(seen.best);
  if (ranking.alike) take(seen.rival);
  if (ranking.candidates.size() < 2 && all.size() > 1) ranking.candidates.push_back(std::move(all[1].lead));
  return ranking;
}

/// Why the best candidate cannot be believed; empty when it can.
std::string doubt(const Ranking& ranking, double runner_up_support, const RegisterOptions& options) {
  const Registration& best = ranking.candidates.front().registration;
  if (best.inliers < options.min_inliers || best.spread < options.min_spread || best.support < options.min_support)
    return "no-form-matches";
  if (best.support < clear_support && best.printing_mm > lies_well_mm) return "no-form-matches";
  if (best.printing_mm > options.max_residual_mm) return "residual-too-large";
  if (ranking.alike || best.support < options.min_margin * runner_up_support) return "two-forms-alike";
  return "";
}

/// The best two candidates in pictures.
void trace(Trace& trace, const Identification& id, const Straightened& page, const Features& features,
           const std::vector<Candidate>& candidates, const Prints& prints) {
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const std::string verdict = i > 0 ? "second candidate" : id.accepted ? "accepted" : "refused: " + id.reason;
    trace_candidate(trace, i > 0 ? "second" : "best", page, features, print_of(candidates[i], prints), candidates[i],
                    verdict);
  }
}

/// Identification from one set of the page's features.
Identification identify_by(const Features& features, const Straightened& page, const PageViews& views,
                           const Prints& prints, const RegisterOptions& options) {
  Identification result;
  result.reason = "no-form-matches";
  if (static_cast<int>(features.points.size()) < options.min_inliers) {
    result.reason = "too-few-features";
    return result;
  }
  Ranking ranking = ranked(by_features(features, views, prints, options), views, prints);
  std::vector<Candidate>& candidates = ranking.candidates;
  if (candidates.empty()) return result;
  const double runner_up = candidates.size() > 1 ? candidates[1].registration.support : 0;
  Candidate& best = candidates.front();
  refine_finely(best, views, print_of(best, prints));
  result.reason = doubt(ranking, runner_up, options);
  // A printed code or a person may settle which of two it is: both must lie right.
  if (result.reason == "two-forms-alike") refine_finely(candidates[1], views, print_of(candidates[1], prints));
  for (const Candidate& c : candidates) result.candidates.push_back(c.registration);
  if (result.reason.empty()) result.accepted = best.registration;
  if (options.trace) trace(*options.trace, result, page, features, candidates, prints);
  return result;
}

}  // namespace

PointPx Registration::source_px(const PagePrint&, PointMm p) const {
  const PointMm d = local.at(p);
  return to_source({p.x + d.x, p.y + d.y});
}

std::array<PointPx, 4> Registration::corners_px(const PagePrint& page) const {
  const double w = page.width_mm(), h = page.height_mm();
  return {source_px(page, {0, 0}), source_px(page, {w, 0}), source_px(page, {w, h}), source_px(page, {0, h})};
}

Identification identify(const Straightened& page, const Prints& prints, const RegisterOptions& options) {
  if (page.grey.empty() || prints.empty()) return {{}, {}, "no-form-matches"};
  const PageViews views = views_of(page);
  if (options.trace) trace_skew(*options.trace, page);
  // Bold handwriting all over a page takes the places of the printing among its strongest features: a page that
  // nothing claims is looked at once more with many more of them.
  Identification result;
  for (const int most : {page_features, 3 * page_features}) {
    result = identify_by(find_features(views.small, {}, most), page, views, prints, options);
    if (result.reason != "no-form-matches") break;
  }
  return result;
}

}  // namespace carescan::imaging
