#pragma once

#include <vector>

#include "pipeline/rehearsal/scanner.hpp"
#include "pipeline/rehearsal/warp.hpp"

namespace carescan::rehearsal {

/// A scanner that is given paper out of a filing cabinet: yellowed or coloured, folded, punched, stapled, faded, in any
/// tone at 150–400 dpi.
Scanner filing_cabinet(Chance&);

/// The folds of one page, as they bend the paper.
std::vector<Crease> pick_creases(const FormPage&, const OldPaper&, Chance&);

/// The page (8-bit RGB) as the years left it. Bending is left to the warp that has these creases.
cv::Mat aged(const Sheet&, const OldPaper&, const std::vector<Crease>&, Chance&);

}  // namespace carescan::rehearsal
