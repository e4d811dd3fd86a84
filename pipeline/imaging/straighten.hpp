#pragma once

#include "pipeline/model/page_image.hpp"

namespace carescan::imaging {

struct StraightenOptions {
  /// Skew is looked for within ± this angle; a page turned further is left to registration.
  double max_skew_deg = 8.0;
  /// Below this share of dark pixels (specks, punch holes and dark edges left out) a page counts as blank: 4 mm² of
  /// A4. More: a page with a single word on it is lost. Less: dirty backs are quarantined instead.
  double blank_ink_share = 0.00006;
};

/// A skew whose confidence is below this is not to be acted on: an estimator found nothing, or the two disagree.
inline constexpr double believable_skew = 0.5;

/// Resolution of the reduced picture, in which skew and emptiness are judged and features found: 100 dpi.
inline constexpr double small_px_per_mm = 4;

/// What can be said of a page before its form is known. Nothing is resampled yet: registration does that once.
struct Straightened {
  Raster grey;                 ///< the source image in grey, background evened out to white; same size as the source
  Raster small;                ///< the same, reduced to small_px_per_mm by averaging (never enlarged)
  double small_per_full = 1;   ///< px of small per px of the source, in both directions
  double px_per_mm = 0;        ///< of the source: from dpi, or from A4 filling the image when dpi is unknown
  double skew_deg = 0;         ///< clockwise positive, of the nearest axis; only meaningful with confidence
  /// 0..1: two independent estimators agree and both peaks are clear; below believable_skew in a photograph (a picture
  /// without credible dpi), where no single angle need be true of the page.
  double skew_confidence = 0;
  bool blank = false;          ///< nothing is printed or written on it
};

/// Greys, evens the background (photos: shadows), measures skew by two independent estimators (projection profile
/// of dark pixels; direction of ruling-line segments) and tells empty pages. Never throws for poor pages.
Straightened straighten(const PageImage&, const StraightenOptions& = {});

}  // namespace carescan::imaging
