#include <algorithm>
#include <array>
#include <cmath>

#include "pipeline/rehearsal/fill.hpp"
#include "pipeline/rehearsal/rings.hpp"

namespace carescan::rehearsal {
namespace {

/// What goes awry when a word is to be ringed, and how often. All of it is for a person to settle, but for a ring that
/// is not closed and plainly meant.
enum class Awry { nothing, open, shared, ticked, underlined, struck };

struct Slip {
  Awry what;
  const char* name;
  double share;
  bool ask;
};

constexpr std::array slips{Slip{Awry::open, "ring-open", 0.04, false}, Slip{Awry::shared, "ring-shared", 0.015, true},
                           Slip{Awry::ticked, "word-ticked", 0.03, true},
                           Slip{Awry::underlined, "word-underlined", 0.015, true},
                           Slip{Awry::struck, "ring-struck", 0.015, true}};

Slip slip_of(Chance& chance) {
  double at = chance.uniform(0, 1);
  for (const Slip& slip : slips)
    if ((at -= slip.share) < 0) return slip;
  return {Awry::nothing, "", 1, false};
}

PointMm middle(const BoxMm& box) {
  return {box.x + box.width / 2, box.y + box.height / 2};
}

BoxMm joined(const BoxMm& a, const BoxMm& b) {
  const double x = std::min(a.x, b.x), y = std::min(a.y, b.y);
  return {x, y, std::max(a.right(), b.right()) - x, std::max(a.bottom(), b.bottom()) - y};
}

/// The option nearest to one of them, another one.
const Option& neighbour(const Field& field, const Option& option) {
  const PointMm here = middle(option.box);
  const auto away = [&](const Option& other) {
    const PointMm there = middle(other.box);
    return other.code == option.code ? 1e9 : std::hypot(there.x - here.x, there.y - here.y);
  };
  return *std::ranges::min_element(field.options, {}, away);
}

Ink line(PointMm from, PointMm to, Chance& chance) {
  const PointMm half{(from.x + to.x) / 2 + chance.normal(0, 0.15), (from.y + to.y) / 2 + chance.normal(0, 0.15)};
  return {{{{from, half, to}}, false}};
}

Ink underline(const BoxMm& word, Chance& chance) {
  const double y = word.bottom() + chance.uniform(-0.4, 0.6);
  return line({word.x + chance.normal(0, 0.5), y + chance.normal(0, 0.2)},
              {word.right() + chance.normal(0, 0.5), y + chance.normal(0, 0.2)}, chance);
}

Ink tick_at(const BoxMm& word, const Writer& writer, Chance& chance) {
  const double side = chance.uniform(3.5, 5);
  const PointMm at = middle(word);
  const MarkStyle style = writer.mark == MarkStyle::cross ? MarkStyle::cross : MarkStyle::tick;
  return placed(write_mark(style, side, chance), {.dx = at.x - side / 2 + chance.normal(0, word.width / 4),
                                                  .dy = at.y - side / 2 + chance.normal(0, 0.5)});
}

/// A ring taken back: struck through with its word.
Ink struck_ring(const BoxMm& word, Chance& chance) {
  Ink ink = ring_round(word, 0, chance);
  for (int i = chance.integer(1, 3); i > 0; --i) {
    const double y = middle(word).y + chance.normal(0, 0.7);
    append(ink, line({word.x - chance.uniform(0.5, 2.5), y + chance.normal(0, 0.5)},
                     {word.right() + chance.uniform(0.5, 2.5), y + chance.normal(0, 0.5)}, chance));
  }
  return ink;
}

Ink with_slip(Awry what, const Field& field, const Option& option, const Writer& writer, Chance& chance) {
  switch (what) {
    case Awry::open:
      return ring_round(option.box, chance.uniform(1.5, 4), chance);
    case Awry::shared:
      return ring_round(joined(option.box, neighbour(field, option).box), 0, chance);
    case Awry::ticked:
      return tick_at(option.box, writer, chance);
    case Awry::underlined:
      return underline(option.box, chance);
    case Awry::struck: {
      Ink ink = ring_round(option.box, 0, chance);
      append(ink, struck_ring(neighbour(field, option).box, chance));
      return ink;
    }
    case Awry::nothing:
      break;
  }
  return ring_round(option.box, 0, chance);
}

}  // namespace

Filling fill_rings(const Field& field, const Wish& wish, const Writer& writer, Chance& chance) {
  Filling filling;
  if (wish.codes.size() != 1) {
    for (const Option& option : field.options)
      if (std::ranges::find(wish.codes, option.code) != wish.codes.end())
        append(filling.ink, ring_round(option.box, 0, chance));
    return filling;
  }
  const auto meant = std::ranges::find(field.options, wish.codes.front(), &Option::code);
  if (meant == field.options.end()) return filling;
  const Slip slip = slip_of(chance);
  filling.ink = with_slip(slip.what, field, *meant, writer, chance);
  filling.slip = slip.name;
  filling.ask = slip.ask;
  return filling;
}

}  // namespace carescan::rehearsal
