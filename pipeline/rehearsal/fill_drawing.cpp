#include <algorithm>
#include <cmath>

#include "pipeline/rehearsal/fill.hpp"

namespace carescan::rehearsal {
namespace {

/// Marks of one drawing keep this far from each other and from its edge; a word stands this close to its mark.
constexpr double apart_mm = 8, edge_mm = 3, beside_mm = 1;

const std::vector<std::string> labels{"bruise", "sore", "red", "rash", "cut", "2 cm", "A", "B", "1", "2"};

/// A cross, a circle, or lines beside each other: what body maps ask for.
Ink mark_of(Chance& chance) {
  static const std::vector<MarkStyle> styles{MarkStyle::cross, MarkStyle::circle, MarkStyle::hatching,
                                             MarkStyle::scribble};
  const double side = chance.uniform(3.5, 11);
  return write_mark(chance.pick(styles), side, chance);
}

/// The word that says what it is, to the right of the mark; nothing where the hand cannot write it.
void add_label(Ink& mark, const Hand& hand, Chance& chance) {
  const auto word = writable(hand, chance.pick(labels));
  if (!word) return;
  const BoxMm box = extent(mark);
  const Ink label = write_line(hand, *word, 2.6, chance);
  const double left = extent(label).x;
  append(mark, placed(label, {.dx = box.right() + beside_mm - left, .dy = box.y + box.height / 2 + 1.2}));
}

bool far_enough(const BoxMm& box, const std::vector<BoxMm>& others) {
  return std::ranges::none_of(others, [&](const BoxMm& other) { return box.grown(apart_mm).overlaps(other); });
}

}  // namespace

Filling fill_drawing(const Field& field, const Wish& wish, const Writer& writer, Chance& chance) {
  if (!wish.marked) return {};
  Filling filling;
  std::vector<BoxMm> places;
  const BoxMm room = field.box.grown(-edge_mm);
  const int count = chance.integer(1, 6);
  for (int tries = 0; tries < 40 && static_cast<int>(places.size()) < count; ++tries) {
    Ink mark = mark_of(chance);
    if (chance.happens(0.4)) add_label(mark, writer.hand, chance);
    const BoxMm own = extent(mark);
    if (own.width > room.width || own.height > room.height) continue;
    const double dx = room.x + chance.uniform(0, room.width - own.width) - own.x;
    const double dy = room.y + chance.uniform(0, room.height - own.height) - own.y;
    const BoxMm box{own.x + dx, own.y + dy, own.width, own.height};
    if (!far_enough(box, places)) continue;
    places.push_back(box);
    append(filling.ink, placed(std::move(mark), {.dx = dx, .dy = dy}));
  }
  if (places.empty()) return {};
  std::ranges::sort(places, {}, [](const BoxMm& box) { return std::pair(box.y, box.x); });
  filling.state = FieldState::read;
  filling.value = places;
  return filling;
}

}  // namespace carescan::rehearsal
