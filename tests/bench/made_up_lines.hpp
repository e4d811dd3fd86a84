#pragma once

#include <vector>

#include "pipeline/model/form_template.hpp"
#include "pipeline/model/raster.hpp"
#include "pipeline/rehearsal/chance.hpp"

namespace carescan::bench {

/// A page of boxes and ruled lines to write on that no form has, each as long as asked for and 6.5 to 11 mm high, in
/// rows; frames, rules or dotted rules, fine or bold, black or grey; under printed words or row on row as in a
/// paragraph.
struct MadeUpLines {
  FormTemplate form;
  Raster blank;       ///< grey, 300 dpi
  std::size_t taken;  ///< so many of the widths have a box, from the first

  /// The other fields' boxes that a stroke near field `i` may belong to.
  std::vector<BoxMm> rivals(std::size_t i) const;
};

/// Boxes for writing of these widths (mm, at most 186), as many as the page has room for.
MadeUpLines make_up_lines(const std::vector<double>& widths_mm, rehearsal::Chance&);

}  // namespace carescan::bench
