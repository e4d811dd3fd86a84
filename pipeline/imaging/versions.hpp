#pragma once

#include <optional>
#include <vector>

#include "pipeline/imaging/candidate.hpp"
#include "pipeline/imaging/prints.hpp"

namespace carescan::imaging {

/// Another version of a form page: most of its printing lies as on the first, some was moved, added or left out.
struct Version {
  int print = -1;               ///< index into the prints
  PointMm shift_mm;             ///< of its unchanged printing, from the page it is a version of to this one
  std::vector<bool> unchanged;  ///< which patches of the page that it is a version of lie on it just there
};

/// `print` as a version of `lead`: most of the lead's patches are on it within 2.5 mm, and a part of them, the
/// unchanged, all by the same shift. Versions are printed at one scale.
std::optional<Version> as_version(const PagePrint& lead, const Prints&, int print);

/// Which of several versions a page shows: the likeliest and the next, and whether there is no doubt between the
/// likeliest and each of the others. 0 is the lead, k the k-th version.
struct VersionSeen {
  std::size_t best = 0, rival = 1;
  bool clear = false;
};

/// Looks only where two versions differ. The page is laid on the lead by the printing that all versions share, so that
/// no version pulls; each place where two of them differ then speaks for the one whose printing is found there and the
/// other's not, and is silent under ink. `lead` must have been refined coarsely.
VersionSeen version_seen(const PageViews&, const Candidate& lead, const std::vector<Version>&, const Prints&);

}  // namespace carescan::imaging
