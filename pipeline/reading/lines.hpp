#pragma once

#include <functional>
#include <opencv2/core.hpp>
#include <vector>

#include "pipeline/imaging/crop.hpp"
#include "pipeline/model/field.hpp"
#include "pipeline/model/reading.hpp"
#include "pipeline/reading/line_scores.hpp"
#include "pipeline/reading/phrases.hpp"
#include "pipeline/reading/text_engine.hpp"

namespace carescan::reading {

/// Resolution at which text engines read: 300 dpi.
inline constexpr double text_px_per_mm = 300 / mm_per_inch;

/// What reads a line of writing.
struct LineReaders {
  TextEngine& typed;                                          ///< what a machine wrote
  std::function<LineScores(const cv::Mat& picture)> written;  ///< what a person wrote, and which of both it is: LineNet
  const Phrases* phrases = nullptr;                           ///< the field's word list, where it has one
};

/// Free writing: one line, or `field.lines` lines of equal height joined by '\n'. No ink is blank and no reader sees
/// it; ink without a character is illegible. Typed lines go to the one reader, handwritten ones to the other, and where
/// it is not clear which they are, to both: if they differ, the reading says so. A text that says there is nothing
/// ("none", "N/A") is the state none. What is struck out is left out, and a person asked (docs/policy.md).
Reading read_lines(const Field&, const imaging::FieldCrop&, const std::vector<BoxMm>& rivals, const LineReaders&);

}  // namespace carescan::reading
