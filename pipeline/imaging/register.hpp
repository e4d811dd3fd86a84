#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/imaging/local_grid.hpp"
#include "pipeline/imaging/prints.hpp"
#include "pipeline/imaging/straighten.hpp"
#include "pipeline/model/geometry.hpp"
#include "pipeline/model/trace.hpp"

namespace carescan::imaging {

struct RegisterOptions {
  /// A page whose printing is off by more than this (printing_mm) is quarantined. Less: more quarantine. More: fields
  /// read at the wrong place.
  double max_residual_mm = 0.8;
  /// At least this many matched patches of printing must agree with the page's geometry…
  int min_inliers = 25;
  /// …and be spread over at least this share of the page's area.
  double min_spread = 0.25;
  /// Below this share of its printing found, a form is not what the page shows, however well that share fits.
  double min_support = 0.3;
  /// The best page must be better than the second best by this factor (support of printing).
  double min_margin = 1.15;
  /// How many candidates of the short list are registered in full.
  int short_list = 8;
  /// The prints to try; empty: the short list over all of them.
  std::vector<int> only;
  /// A first map of the one print in `only`, template mm → px of the source: used where features agree on none.
  std::optional<Homography> start = {};
  /// Pictures of what was matched, or null.
  Trace* trace = nullptr;
};

/// How one page of paper lies on one printed page.
struct Registration {
  int print = -1;        ///< index into the prints given
  Homography to_source;  ///< template mm → px of the source image
  int turn_deg = 0;      ///< 0/90/180/270, clockwise turn of the printing in the source image
  double skew_deg = 0;   ///< rest of the turn, clockwise positive, within ±45
  /// Left-out printing's distance from where the map puts it: the 90th percentile, or the median in the worst part of
  /// the page if that is more. What decides whether the page can be read.
  double printing_mm = 1e9;
  /// The largest error that is expected where fields are, mm: the figure to report. No field's corner is expected to be
  /// off by more than twice this; the sheet's own corners, which lie beyond all printing, may be.
  double residual_mm = 1e9;
  int inliers = 0;
  double spread = 0;   ///< share of the page's area that the inliers' hull covers
  double support = 0;  ///< share of the template's printing that is found on the page where it should be, 0..1
  /// What the homography leaves over (feeders stretch, paper curls): mm to add to the template point before mapping.
  /// Empty where the sheet lies flat.
  LocalGrid local;

  /// Where a place of the print lies in the source image, local displacement included.
  PointPx source_px(const PagePrint&, PointMm) const;
  /// Template corners in the source image: top-left, then clockwise.
  std::array<PointPx, 4> corners_px(const PagePrint&) const;
};

/// Which page it is, or why nobody knows: the best two candidates are kept either way (for quarantine).
struct Identification {
  std::optional<Registration> accepted;
  std::vector<Registration> candidates;  ///< best first, at most two
  std::string
      reason;  ///< empty when accepted; "no-form-matches", "too-few-features", "residual-too-large", "two-forms-alike"
};

/// Finds the printed page that this paper is and registers it, by its own printing alone, in any of four directions.
/// Features + RANSAC (Fischler & Bolles 1981) on a reduced picture, then patches of printing are matched at full
/// resolution for the map, the local grid and the residual.
Identification identify(const Straightened&, const Prints&, const RegisterOptions& = {});

}  // namespace carescan::imaging
