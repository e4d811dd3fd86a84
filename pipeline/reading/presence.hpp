#pragma once

#include <string>
#include <vector>

#include "pipeline/model/field.hpp"
#include "pipeline/model/reading.hpp"
#include "pipeline/reading/ink_map.hpp"

namespace carescan::reading {

/// Whether anything was written into an area at all. Decided before any engine sees it: engines find letters in dust.
struct Presence {
  double p_ink = 0;  ///< 0 empty … 1 written on
  OwnInk ink;
  std::vector<std::string> reasons;  ///< codes of docs/policy.md; only those that ask a person
};

/// How much ink is as likely writing as not, and how steep the odds are.
struct PresenceOptions {
  /// More: a lone dot or a short pencil dash counts as empty. Less: specks and show-through count as writing.
  double even_mm2 = 0.30;
  /// Ink must also reach this far to be writing.
  double even_extent_mm = 0.9;
};

/// How likely so much ink, reaching so far, is writing and no speck.
double p_written(double mm2, double extent_mm, const PresenceOptions& = {});

/// Writing in `box` (template mm). Strokes that lie mainly in a rival (a neighbour's descenders) do not count.
Presence presence(const InkMap&, const BoxMm& box, const std::vector<BoxMm>& rivals, const PresenceOptions& = {});

/// The reading of a field on which nothing is written, as sure as `seen` is of it and with its reasons.
Reading blank_reading(const Field&, const Presence& seen);

}  // namespace carescan::reading
