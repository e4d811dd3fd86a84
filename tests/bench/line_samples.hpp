#pragma once

#include <string>
#include <vector>

#include "pipeline/rehearsal/chance.hpp"
#include "pipeline/rehearsal/ink.hpp"
#include "tests/bench/picture_run.hpp"

namespace carescan::bench {

/// One line of ink on the baseline y = 0 from x = 0, in mm.
struct LineSample {
  std::string text, writer, id;
  rehearsal::Ink ink;
  double capital_mm = 3;
  double thicken_mm = 0;
  bool typed = false;
};

/// What the lines net learns from: recorded words and lines, one or more to a line, and lines put together from
/// recorded letters; without ink, lines of fonts. A word that was struck out is \x7f in the text. What `run` asks for,
/// in an order that no page is one writer's.
std::vector<LineSample> line_samples(const PictureRun&, rehearsal::Chance&);

}  // namespace carescan::bench
