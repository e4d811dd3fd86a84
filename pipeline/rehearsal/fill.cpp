#include "pipeline/rehearsal/fill.hpp"

#include <algorithm>
#include <cstdlib>

#include "pipeline/rehearsal/slips.hpp"

namespace carescan::rehearsal {
namespace {

// "Margaret Hughes" signs "M Hughes", or "MH" where initials are asked for.
std::string signed_name(const Field& field, const std::string& name) {
  const std::size_t space = name.find(' ');
  if (space == std::string::npos) return name;
  if (field.kind == FieldKind::initials) return name.substr(0, 1) + name.substr(space + 1, 1);
  return name.substr(0, 1) + name.substr(space);
}

Filling fill_signature(const Field& field, const Wish& wish, const Writer& writer, Chance& chance) {
  if (!wish.marked) return {};
  const Ink ink =
      write_signature(writer.hand, signed_name(field, wish.text), field.box.width, field.box.height, chance);
  if (ink.empty()) return {};
  return {FieldState::read, true, placed(ink, {.dx = field.box.x, .dy = field.box.y})};
}

}  // namespace

Value value_of(const Field& field, const std::string& text) {
  if (field.kind == FieldKind::number) return std::strtod(text.c_str(), nullptr);
  if (field.kind == FieldKind::nhs_number) {
    std::string digits = text;
    std::erase(digits, ' ');
    return digits;
  }
  return text;
}

Filling fill_field(const Field& field, const Wish& wish, const Writer& writer, Chance& chance) {
  if (is_mark(field.kind)) return fill_marks(field, wish, writer, chance);
  if (field.kind == FieldKind::signature || field.kind == FieldKind::initials)
    return fill_signature(field, wish, writer, chance);
  if (field.kind == FieldKind::drawing) return fill_drawing(field, wish, writer, chance);
  if (wish.empty()) return {};
  const bool typed = field.content == Content::typed || (field.content == Content::either && chance.happens(0.5));
  const Hand& hand = typed ? writer.typewriter : writer.hand;
  Filling filling = field.cells.empty() ? fill_lines(field, wish, hand, chance) : fill_cells(field, wish, hand, chance);
  filling.typed = typed;
  if (!typed && !filling.cells.empty()) slip_now_and_then(filling, field, hand, chance.fork("slips"));
  return filling;
}

}  // namespace carescan::rehearsal
