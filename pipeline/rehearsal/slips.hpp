#pragma once

#include "pipeline/rehearsal/fill.hpp"

namespace carescan::rehearsal {

/// Now and then what somebody writes into a comb goes awry: about 1 field in 100 is struck out, written over or spills
/// over its cells, and 1.5 are large or off their cells. The ink is written anew with the slip in it; `slip` and `ask`
/// say so (docs/truth-and-score.md, Slips), and the value is what a person would take it for. The filling is that of
/// fill_cells.
void slip_now_and_then(Filling&, const Field&, const Hand&, Chance);

}  // namespace carescan::rehearsal
