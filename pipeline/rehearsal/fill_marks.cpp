#include <algorithm>

#include "pipeline/rehearsal/fill.hpp"

namespace carescan::rehearsal {
namespace {

// Most people keep to one kind of mark, not all and not always.
MarkStyle style_now(const Writer& writer, Chance& chance) {
  if (chance.happens(0.94)) return writer.mark;
  return chance.happens(0.5) ? MarkStyle::tick : MarkStyle::cross;
}

Ink mark_in(const BoxMm& box, const Writer& writer, Chance& chance) {
  const double side = std::min(box.width, box.height), size = side * chance.uniform(0.8, 1.15);
  const double spread = side * (chance.happens(0.04) ? 0.2 : 0.075);
  const double across = chance.normal((box.width - size) / 2, spread),
               down = chance.normal((box.height - size) / 2, spread);
  return placed(write_mark(style_now(writer, chance), size, chance), {.dx = box.x + across, .dy = box.y + down});
}

// A mark taken back.
Ink cancelled_in(const BoxMm& box, const Writer& writer, Chance& chance) {
  Ink ink = mark_in(box, writer, chance);
  const Undoing way = chance.happens(0.6) ? Undoing::filled_in : Undoing::struck_through;
  append(ink, placed(cancel_mark(way, std::min(box.width, box.height), chance), {.dx = box.x, .dy = box.y}));
  return ink;
}

Filling fill_box(const Field& field, const Wish& wish, const Writer& writer, Chance& chance) {
  Filling filling{.state = FieldState::read, .value = wish.marked};
  if (wish.marked)
    filling.ink = mark_in(field.box, writer, chance);
  else if (chance.happens(0.005))
    filling.ink = cancelled_in(field.box, writer, chance);
  return filling;
}

// The truth of a choice from what is marked.
void answer(Filling& filling, const Field& field, std::vector<std::string> codes) {
  std::sort(codes.begin(), codes.end());
  if (codes.empty()) return;
  filling.state = FieldState::read;
  if (field.kind == FieldKind::choices)
    filling.value = codes;
  else if (codes.size() == 1)
    filling.value = codes.front();
  else
    filling.state = FieldState::ambiguous;
}

// Marks another box first, then takes it back: rare, and the reason why a black box is not a mark.
void change_mind(Filling& filling, const Field& field, const Wish& wish, const Writer& writer, Chance& chance) {
  const Option& wrong = chance.pick(field.options);
  if (std::find(wish.codes.begin(), wish.codes.end(), wrong.code) == wish.codes.end())
    append(filling.ink, cancelled_in(wrong.box, writer, chance));
}

}  // namespace

Filling fill_marks(const Field& field, const Wish& wish, const Writer& writer, Chance& chance) {
  if (field.kind == FieldKind::checkbox || field.kind == FieldKind::none_box)
    return fill_box(field, wish, writer, chance);
  if (field.mark == MarkBy::ring) {
    Filling filling = fill_rings(field, wish, writer, chance);
    answer(filling, field, filling.inked() ? wish.codes : std::vector<std::string>{});
    // A ring round two words says which two, and not which of them.
    if (filling.slip == "ring-shared") filling.state = FieldState::ambiguous;
    return filling;
  }
  Filling filling;
  for (const Option& option : field.options)
    if (std::find(wish.codes.begin(), wish.codes.end(), option.code) != wish.codes.end())
      append(filling.ink, mark_in(option.box, writer, chance));
  if (wish.codes.size() == 1 && chance.happens(0.01)) change_mind(filling, field, wish, writer, chance);
  answer(filling, field, wish.codes);
  return filling;
}

}  // namespace carescan::rehearsal
