#pragma once

#include "pipeline/rehearsal/stroke_ink.hpp"
#include "pipeline/rehearsal/synth.hpp"
#include "pipeline/rehearsal/writer.hpp"

namespace carescan::rehearsal {

/// The people at hand: writers of stroke files, or handwriting-like fonts.
struct WriterPool {
  StrokeLibrary strokes;           ///< empty: fonts
  std::vector<std::string> names;  ///< writer ids or font files, in the order they take turns
};

/// Loads --ink and --writers and shuffles who comes when, so that many forms have as many hands as there are.
WriterPool gather_writers(const SynthOptions&, Chance&);

/// Writer number `turn` of the pool with a pen, a habit of marking, and a typewriter at hand.
Writer pick_writer(const WriterPool&, int turn, Chance&);

}  // namespace carescan::rehearsal
