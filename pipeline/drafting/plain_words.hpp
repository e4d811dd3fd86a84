#pragma once

#include <vector>

#include "pipeline/intake/pdf_words.hpp"
#include "pipeline/model/raster.hpp"

namespace carescan::drafting {

/// Leaves out what a page's words say to nobody who looks at it: dots that lead to a box, lines of underscores, stars;
/// and words that a PDF has and does not show (white on white, or under something). `page` is the page as it is shown.
void leave_out_what_says_nothing(std::vector<intake::PrintedWord>&, const Raster& page, double px_per_mm);

}  // namespace carescan::drafting
