#pragma once

#include "pipeline/model/form_template.hpp"
#include "pipeline/model/raster.hpp"
#include "pipeline/rehearsal/chance.hpp"

namespace carescan::bench {

/// A page of combs that no form has: cells of 4.3 to 7 by 5.8 to 9 mm, joined or apart, boxes or combs open at the top,
/// fine or bold, black or grey, with words printed over them.
struct MadeUpCombs {
  FormTemplate form;
  Raster blank;  ///< grey, 300 dpi

  /// The other fields' boxes that a stroke near field `i` may belong to.
  std::vector<BoxMm> rivals(std::size_t i) const;
};

MadeUpCombs make_up_combs(rehearsal::Chance&);

}  // namespace carescan::bench
