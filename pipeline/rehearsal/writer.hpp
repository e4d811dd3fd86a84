#pragma once

#include "pipeline/rehearsal/hand.hpp"
#include "pipeline/rehearsal/pen.hpp"

namespace carescan::rehearsal {

/// How somebody marks a box.
enum class MarkStyle { tick, cross, slash };

/// Who fills a form in, and with what.
struct Writer {
  Hand hand;        ///< their own
  Hand typewriter;  ///< for fields that are typed
  Pen pen;
  MarkStyle mark = MarkStyle::tick;
};

/// A mark of the writer's style in a square of `side_mm` at the origin; it may overshoot.
Ink write_mark(MarkStyle, double side_mm, Chance&);

/// The square filled in completely, to say that a mark in it does not count.
Ink cancel_mark(double side_mm, Chance&);

/// A name written fast, with a flourish, in a box of the given size at the origin.
Ink write_signature(const Hand&, const std::string& name, double width_mm, double height_mm, Chance&);

}  // namespace carescan::rehearsal
