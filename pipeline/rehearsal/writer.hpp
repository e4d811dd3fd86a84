#pragma once

#include "pipeline/rehearsal/hand.hpp"
#include "pipeline/rehearsal/pen.hpp"

namespace carescan::rehearsal {

/// How somebody marks a box.
enum class MarkStyle { tick, cross, slash, scribble, filled, circle, dash, hatching };

/// How somebody takes a mark back: the square filled in, as forms ask for, or the mark struck through a few times.
enum class Undoing { filled_in, struck_through };

/// Who fills a form in, and with what.
struct Writer {
  Hand hand;        ///< their own
  Hand typewriter;  ///< for fields that are typed
  Pen pen;
  MarkStyle mark = MarkStyle::tick;
};

/// A mark of the writer's style in a square of `side_mm` at the origin; it may overshoot, rarely as far as the next
/// box.
Ink write_mark(MarkStyle, double side_mm, Chance&);

/// What is drawn over a mark in a square of `side_mm` at the origin to say that it does not count.
Ink cancel_mark(Undoing, double side_mm, Chance&);

/// A name written fast, with a flourish, in a box of the given size at the origin.
Ink write_signature(const Hand&, const std::string& name, double width_mm, double height_mm, Chance&);

}  // namespace carescan::rehearsal
