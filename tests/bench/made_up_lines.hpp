#pragma once

#include <vector>

#include "tests/bench/made_up_page.hpp"

namespace carescan::bench {

/// A page of boxes and ruled lines to write on that no form has, each as long as asked for and 6.5 to 11 mm high, in
/// rows; frames, rules or dotted rules, fine or bold, black or grey; under printed words or row on row as in a
/// paragraph.
struct MadeUpLines : MadeUpPage {
  std::size_t taken;  ///< so many of the widths have a box, from the first
};

/// Boxes for writing of these widths (mm, at most 186), as many as the page has room for.
MadeUpLines make_up_lines(const std::vector<double>& widths_mm, rehearsal::Chance&);

}  // namespace carescan::bench
