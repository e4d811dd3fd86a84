#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include "tests/bench/made_up_marks.hpp"

namespace carescan::bench {
namespace {

using namespace rehearsal;

constexpr std::string_view style_names[] = {"tick",   "cross",  "slash", "scribble",
                                            "filled", "circle", "dash",  "hatching"};
/// Letters that nobody takes for a tick, a cross, a circle, a line or a scribble.
constexpr std::string_view letters = "ABEFGHRSaeghqs?234569";

struct Done {
  Ink ink;
  MarkClass truth = MarkClass::empty;
  std::string how = "empty";
};

MarkStyle style_now(const Writer& writer, Chance& chance) {
  if (writer.mark == MarkStyle::filled || chance.happens(0.7)) return writer.mark;
  static const std::vector<MarkStyle> others{MarkStyle::tick,  MarkStyle::tick,     MarkStyle::cross,  MarkStyle::cross,
                                             MarkStyle::slash, MarkStyle::scribble, MarkStyle::circle, MarkStyle::dash,
                                             MarkStyle::dash,  MarkStyle::hatching};
  return chance.pick(others);
}

/// A mark drawn in a square of one, brought to a box: some small, some stretched, some off the middle, a few far off.
Ink brought_to(const BoxMm& box, const Ink& unit, Chance& chance) {
  const double size = std::clamp(chance.normal(0.92, 0.2), 0.45, 1.45), side = std::min(box.width, box.height);
  const double stretch = chance.uniform(0, 1), spread = chance.happens(0.1) ? 0.17 : 0.08;
  const double wide = size * (side + stretch * (box.width - side)) * chance.uniform(0.75, 1.05);
  const double high = size * (side + stretch * (box.height - side)) * chance.uniform(0.85, 1.05);
  return placed(unit, {.dx = box.x + chance.normal((box.width - wide) / 2, spread * box.width),
                       .dy = box.y + chance.normal((box.height - high) / 2, spread * box.height),
                       .sx = wide,
                       .sy = high});
}

Done marked(const BoxMm& box, const Writer& writer, Chance& chance) {
  const MarkStyle style = style_now(writer, chance);
  if (style == MarkStyle::filled)
    return {placed(write_mark(style, 1, chance), {.dx = box.x, .dy = box.y, .sx = box.width, .sy = box.height}),
            MarkClass::marked, "filled"};
  return {brought_to(box, write_mark(style, 1, chance), chance), MarkClass::marked,
          std::string(style_names[static_cast<std::size_t>(style)])};
}

Done cancelled(const BoxMm& box, const Writer& writer, Chance& chance) {
  Done out = marked(box, writer, chance);
  const Undoing way = chance.happens(0.5) ? Undoing::filled_in : Undoing::struck_through;
  append(out.ink, placed(cancel_mark(way, 1, chance), {.dx = box.x, .dy = box.y, .sx = box.width, .sy = box.height}));
  const bool filled = way == Undoing::filled_in;
  return {out.ink, MarkClass::cancelled, out.how + (filled ? " filled in" : " struck through")};
}

Done letter(const BoxMm& box, const Writer& writer, Chance& chance) {
  const std::string text(1, letters[static_cast<std::size_t>(chance.integer(0, std::ssize(letters) - 1))]);
  const auto known = writable(writer.hand, text);
  if (!known || writer.pen.width_mm > 0.13 * box.height) return {};  // a blot that nobody could read
  const Ink ink = write_character(writer.hand, known->front(), box.height * chance.uniform(0.6, 1), chance);
  const BoxMm own = extent(ink);
  return {placed(ink, {.dx = box.x + box.width / 2 - own.x - own.width / 2 + chance.normal(0, 0.3),
                       .dy = box.y + box.height / 2 - own.y - own.height / 2 + chance.normal(0, 0.3)}),
          MarkClass::unclear, "letter " + *known};
}

Done dot(const BoxMm& box, const Writer& writer, Chance& chance) {
  if (writer.pen.width_mm > 0.18 * box.height) return {};
  const double x = box.x + box.width * chance.uniform(0.2, 0.8), y = box.y + box.height * chance.uniform(0.2, 0.8);
  const double long_mm = chance.uniform(0, 0.1) * box.width;
  return {{{.parts = {{{x, y}, {x + long_mm, y + chance.normal(0, 0.3) * long_mm}}}}}, MarkClass::unclear, "dot"};
}

/// A mark of the writer wholly or mostly outside the box, where no other box is: above, below, left or right.
Done beside(const BoxMm& box, const Writer& writer, Chance& chance) {
  Done out = marked(box, writer, chance);
  const double away = box.width * chance.uniform(0.75, 1.2), turn = chance.integer(0, 3) * std::numbers::pi / 2;
  return {placed(out.ink, {.dx = away * std::cos(turn), .dy = away * std::sin(turn)}), MarkClass::unclear,
          out.how + " beside"};
}

Done ringed(const BoxMm& box, Chance& chance) {
  const double size = chance.uniform(1.7, 2.4) * box.width;
  return {placed(write_mark(MarkStyle::circle, size, chance),
                 {.dx = box.x + (box.width - size) / 2, .dy = box.y + (box.height - size) / 2}),
          MarkClass::unclear, "ring round"};
}

/// A line of the pen that goes right through the box and has nothing to do with it.
Done through(const BoxMm& box, Chance& chance) {
  const double angle = chance.uniform(0, std::numbers::pi), x = box.x + box.width / 2 + chance.normal(0, 0.5),
               y = box.y + box.height / 2 + chance.normal(0, 0.5);
  const double dx = 2.5 * box.width * std::cos(angle), dy = 2.5 * box.width * std::sin(angle);
  return {{{.parts = {{{x - dx, y - dy}, {x, y}, {x + dx, y + dy}}}}}, MarkClass::unclear, "line through"};
}

Done unclear(const BoxMm& box, bool crowded, const Writer& writer, Chance& chance) {
  const double kind = chance.uniform(0, 1);
  if (kind < 0.3 || (crowded && kind >= 0.5)) return letter(box, writer, chance);
  if (kind < 0.5) return dot(box, writer, chance);
  if (kind < 0.8) return beside(box, writer, chance);
  return kind < 0.9 ? ringed(box, chance) : through(box, chance);
}

Done in_box(const BoxMm& box, bool crowded, const Writer& writer, Chance& chance) {
  const double kind = chance.uniform(0, 1);
  if (kind < 0.42) return marked(box, writer, chance);
  if (kind < 0.45 && writer.mark != MarkStyle::filled) return cancelled(box, writer, chance);
  if (kind < 0.50) return unclear(box, crowded, writer, chance);
  return {};
}

/// Words over the whole line, at any height: some rise or hang into the boxes near it.
Done written(const BoxMm& line, const Writer& writer, Chance& chance) {
  std::string text;
  while (text.size() < 24) {
    for (int i = chance.integer(2, 6); i > 0; --i) text += "abdefghijklmnopqrstuyfgjpqy"[chance.integer(0, 26)];
    text += ' ';
  }
  const auto own = writable(writer.hand, text);
  if (!own) return {};
  return {placed(write_line(writer.hand, *own, chance.uniform(3, 5), chance),
                 {.dx = line.x + chance.uniform(0, 40), .dy = line.y + line.height * chance.uniform(0.6, 1.05)})};
}

}  // namespace

MarkedPage mark_up(const MadeUpMarks& page, const Writer& writer, Chance& chance) {
  MarkedPage out;
  for (std::size_t i = 0; i < page.form.fields.size(); ++i) {
    const Field& field = page.form.fields[i];
    Chance own = chance.fork(field.name);
    Done done = field.kind == FieldKind::text ? written(field.box, writer, own)
                                              : in_box(field.box, page.crowded[i], writer, own);
    out.ink.push_back(std::move(done.ink));
    out.truth.push_back(done.truth);
    out.how.push_back(std::move(done.how));
  }
  return out;
}

}  // namespace carescan::bench
