#pragma once

#include <vector>

#include "pipeline/imaging/crop.hpp"

namespace carescan::reading {

/// Parts of a page (template mm) whose printing is clearly not that of the template: a line that was moved, a label
/// that was changed, a row that is gone. The page is then another version of the form, or folded or cut off there.
/// `page` is the whole page as one crop from the origin (imaging::cut_sheet), `areas` where people write. The page is
/// compared tile by tile (6 × 4 mm); a tile counts when it is unlike the template's within 0.7 mm and printing is
/// missing, so that ink over printing does not count; one tile alone never does.
std::vector<BoxMm> other_printing(const imaging::FieldCrop& page, const std::vector<BoxMm>& areas);

/// Whether an area or its label, which stands beside or above it, lies where the printing is another.
bool touches(const std::vector<BoxMm>& other, const BoxMm& area);

}  // namespace carescan::reading
