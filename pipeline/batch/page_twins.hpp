#pragma once

#include <cstddef>
#include <vector>

#include "pipeline/batch/assemble.hpp"
#include "pipeline/batch/read_page.hpp"

namespace carescan::batch {

/// A page that a form claims, with its place in the source.
struct KeptPage {
  SortedPage place;
  FormPageRead read;
};

/// One sheet that was scanned twice: indices of its two pages.
struct Twin {
  std::size_t first = 0, again = 0;  ///< `first` lies before `again`; of three scans both others name the first
};

/// Pages that show the same sheet: the same page of one form between the same separators, the same ink all over and in
/// every place, and no mark or signature that one clearly has and the other clearly has not. A sheet with little ink in
/// its fields is like any other empty one and is a twin only where both bear the same printed number, and no two
/// different sheets of the source show that this number was copied. A page is compared with the 50 before it of its
/// form and number.
std::vector<Twin> find_twins(const std::vector<KeptPage>&);

/// Whether the second scan of a sheet is to be read rather than the first: fewer fields are cut off, or its printing
/// lies clearly better.
bool is_better(const FormPageRead& again, const FormPageRead& first);

}  // namespace carescan::batch
