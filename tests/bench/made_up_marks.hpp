#pragma once

#include <string>
#include <vector>

#include "pipeline/rehearsal/writer.hpp"
#include "tests/bench/made_up_page.hpp"

namespace carescan::bench {

/// A page of boxes to tick that no form has: squares, oblongs and bubbles of 2.5 to 6 mm, alone with a label, in pairs,
/// in scales and dense grids, touching or apart, fine or bold, black or grey, with writing lines between. Boxes are
/// fields of kind checkbox, writing lines of kind text.
struct MadeUpMarks : MadeUpPage {
  std::vector<bool> crowded;  ///< for each field: another box lies within half its side
};

MadeUpMarks make_up_marks(rehearsal::Chance&);

/// What the marks net tells apart, in the order of its outputs.
enum class MarkClass { empty, marked, cancelled, unclear };

/// What one person did to a page of boxes: ink and what it means for each field.
struct MarkedPage {
  std::vector<rehearsal::Ink> ink;  ///< for each field
  std::vector<MarkClass> truth;     ///< for each field; of writing lines it means nothing
  std::vector<std::string> how;     ///< for each field, e.g. "tick", "letter N", "tick beside"
};

MarkedPage mark_up(const MadeUpMarks&, const rehearsal::Writer&, rehearsal::Chance&);

}  // namespace carescan::bench
