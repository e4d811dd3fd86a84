#pragma once

#include <vector>

#include "pipeline/rehearsal/scanner.hpp"
#include "pipeline/rehearsal/warp.hpp"

namespace carescan::rehearsal {

/// A fax server's end of a telephone line: black and white, 204 dpi along the line and 196 (fine) or 98 (standard)
/// lines an inch, 1,728 pixels a line (ITU-T T.4).
Scanner fax_machine(Chance&);

/// Pixels of a fax line.
inline constexpr int fax_line_px = 1728;

/// Rows that the header of `line` takes above the page; 0 where it is printed over the page's top.
int header_rows(const FaxLine&);

/// Scan lines that get lost or are sent twice, in a picture of that many rows.
std::vector<Slip> pick_slips(const FaxLine&, int rows, Chance&);

/// Prints the header and strikes the picture (grey, 0 or 255) with spells of noise.
void transmit(Raster&, const FaxLine&, int page, int page_count, Chance&);

}  // namespace carescan::rehearsal
