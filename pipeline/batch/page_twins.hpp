#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <vector>

#include "pipeline/batch/assemble.hpp"
#include "pipeline/batch/read_page.hpp"

namespace carescan::batch {

/// What is kept in memory of a page that a form claims, while the page itself lies on the shelf.
struct KeptPage {
  SortedPage place;
  double written_mm2 = 0;  ///< FormPageRead::written_mm2
  double residual_mm = 0;  ///< RecordPage::residual_mm
  long cut_off = 0;        ///< fields of which part is not on the scan, or whose printing is not where it should be
  std::map<std::size_t, std::size_t> sure;  ///< field → what its reader is sure of, as hashes
};

KeptPage kept_page(SortedPage, const FormPageRead&);

/// The ink of a page, by its position in the source from 0.
using SketchOf = std::function<imaging::InkSketch(std::size_t source_index)>;

/// One sheet that was scanned twice: indices of its two pages.
struct Twin {
  std::size_t first = 0, again = 0;  ///< `first` lies before `again`; of three scans both others name the first
};

/// Pages that show the same sheet: the same page of one form between the same separators, the same ink all over and in
/// every place, and no mark or signature that one clearly has and the other clearly has not. A sheet with little ink in
/// its fields is like any other empty one and is a twin only where both bear the same printed number, and no two
/// different sheets of the source show that this number was copied. A page is compared with the 50 before it of its
/// form and number.
std::vector<Twin> find_twins(const std::vector<KeptPage>&, const SketchOf&);

/// Whether the second scan of a sheet is to be read rather than the first: fewer fields are cut off, or its printing
/// lies clearly better.
bool is_better(const KeptPage& again, const KeptPage& first);

}  // namespace carescan::batch
