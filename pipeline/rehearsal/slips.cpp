#include "pipeline/rehearsal/slips.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace carescan::rehearsal {
namespace {

constexpr double above_mm = 0.5, small_capital_mm = 2.3, beside_mm = 0.9;

/// What is needed to write into a comb, and what stands there when all goes well.
struct Comb {
  const Field& field;
  const Hand& hand;
  std::string cells;
  Chance& chance;

  Ink in(std::size_t i, char character) { return write_in_cell(field.cells[i], character, hand, chance); }
};

std::vector<std::size_t> written_cells(const std::string& cells) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < cells.size(); ++i)
    if (cells[i] != ' ') out.push_back(i);
  return out;
}

/// Another character of the same sort that the hand can write; the same when there is none.
char mistaken(char right, const Hand& hand, Chance& chance) {
  static const std::string digits = "0123456789", capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                           small = "abcdefghijklmnopqrstuvwxyz";
  const auto is = [&](auto test) { return test(static_cast<unsigned char>(right)) != 0; };
  std::string among = is(isdigit) ? digits : is(isupper) ? capitals : small;
  std::erase_if(among, [&](char c) { return c == right || writable(hand, {c}) != std::string(1, c); });
  return among.empty() ? right : among[static_cast<std::size_t>(chance.integer(0, static_cast<int>(among.size()) - 1))];
}

Ink line(std::vector<PointMm> points) {
  return {{{std::move(points)}, false}};
}

/// A stroke or a scribble over what should not count.
Ink strike(const BoxMm& over, Chance& chance) {
  const auto near = [&](double x, double y) {
    return PointMm{over.x + x * over.width + chance.normal(0, 0.25), over.y + y * over.height + chance.normal(0, 0.25)};
  };
  switch (chance.integer(0, 2)) {
    case 0:
      return line({near(-0.1, 1), near(1.1, 0)});
    case 1:
      return line({near(-0.15, 0.5), near(1.15, 0.5)});
    default: {
      std::vector<PointMm> scribble;
      const int turns = chance.integer(5, 9);
      for (int i = 0; i <= turns; ++i)
        scribble.push_back(near(static_cast<double>(i) / turns, i % 2 == 0 ? 0.05 : 0.95));
      return line(std::move(scribble));
    }
  }
}

/// Small, over the comb, from `x` on: where there is room for a second thought.
Ink above(const Comb& comb, double x, const std::string& text) {
  const Ink ink = write_line(comb.hand, text, small_capital_mm, comb.chance);
  return placed(ink, {.dx = x + comb.chance.uniform(0, 0.8), .dy = comb.field.box.y - above_mm});
}

/// All cells as they are meant, but one.
Ink others(Comb& comb, std::size_t but) {
  Ink ink;
  for (const std::size_t i : written_cells(comb.cells))
    if (i != but) append(ink, comb.in(i, comb.cells[i]));
  return ink;
}

/// A wrong character struck out, the right one above its cell.
Ink corrected(Comb& comb, std::size_t at) {
  Ink ink = others(comb, at);
  const Ink wrong = comb.in(at, mistaken(comb.cells[at], comb.hand, comb.chance));
  append(ink, wrong);
  append(ink, strike(extent(wrong), comb.chance));
  append(ink, above(comb, comb.field.cells[at].x, {comb.cells[at]}));
  return ink;
}

/// The right character on top of a wrong one.
Ink overwritten(Comb& comb, std::size_t at) {
  Ink ink = others(comb, at);
  append(ink, comb.in(at, mistaken(comb.cells[at], comb.hand, comb.chance)));
  append(ink, comb.in(at, comb.cells[at]));
  return ink;
}

/// A whole wrong value struck out, the right one above the comb.
Ink replaced(Comb& comb, std::size_t at) {
  Ink wrong = others(comb, at);
  append(wrong, comb.in(at, mistaken(comb.cells[at], comb.hand, comb.chance)));
  append(wrong, strike(extent(wrong), comb.chance));
  std::string right = comb.cells;
  std::erase(right, ' ');
  append(wrong, above(comb, comb.field.box.x, right));
  return wrong;
}

/// One character too few before the end of the comb: the last one stands beside it.
Ink beside(Comb& comb, std::size_t) {
  const std::size_t last = written_cells(comb.cells).back();
  Ink ink = others(comb, last);
  const BoxMm& end = comb.field.cells.back();
  const BoxMm place{end.right() + beside_mm, end.y, end.width, end.height};
  append(ink, write_in_cell(place, comb.cells[last], comb.hand, comb.chance));
  return ink;
}

/// Two characters squeezed into one cell, and none in the next.
Ink shared(Comb& comb, std::size_t at) {
  if (comb.cells[at - 1] == ' ') return {};
  Ink ink;
  const std::string cells = comb.cells;
  for (const std::size_t i : written_cells(cells)) {
    const BoxMm& cell = comb.field.cells[i == at ? at - 1 : i];
    const BoxMm half{cell.x + (i == at ? cell.width / 2 : 0), cell.y, cell.width / 2, cell.height};
    append(ink, write_in_cell(i == at || i + 1 == at ? half : cell, cells[i], comb.hand, comb.chance));
  }
  return ink;
}

/// All characters too large for their cells.
Ink large(Comb& comb, std::size_t) {
  const double size = comb.chance.uniform(1.2, 1.45);
  Ink ink;
  for (const std::size_t i : written_cells(comb.cells)) {
    const BoxMm& cell = comb.field.cells[i];
    const PointMm middle{cell.x + cell.width / 2, cell.y + cell.height / 2};
    append(ink, placed(comb.in(i, comb.cells[i]),
                       {.dx = middle.x * (1 - size), .dy = middle.y * (1 - size), .sx = size, .sy = size}));
  }
  return ink;
}

/// All characters off their cells by the same way.
Ink shifted(Comb& comb, std::size_t) {
  const BoxMm& cell = comb.field.cells.front();
  const double up = comb.chance.uniform(0.15, 0.35) * cell.height * (comb.chance.happens(0.5) ? 1 : -1);
  return placed(others(comb, std::string::npos), {.dx = comb.chance.normal(0, 0.15) * cell.width, .dy = up});
}

/// An NHS number with one digit wrong, check digit or not: that is what then stands on the paper.
Ink misremembered(Comb& comb, std::size_t at) {
  if (comb.field.kind != FieldKind::nhs_number) return {};
  comb.cells[at] = mistaken(comb.cells[at], comb.hand, comb.chance);
  return others(comb, std::string::npos);
}

/// `write` gives the whole comb's ink with the slip at one of its written cells, not the first; none where it cannot
/// happen.
struct Kind {
  std::string_view name;
  double rate;  ///< of all combs
  bool ask;
  Ink (*write)(Comb&, std::size_t at);
};
constexpr std::array<Kind, 8> kinds{{{"corrected", 0.003, true, corrected},
                                     {"overwritten", 0.004, true, overwritten},
                                     {"replaced", 0.001, true, replaced},
                                     {"beside", 0.001, true, beside},
                                     {"shared", 0.001, true, shared},
                                     {"misremembered", 0.003, true, misremembered},
                                     {"large", 0.008, false, large},
                                     {"shifted", 0.007, false, shifted}}};

const Kind* pick_kind(Chance& chance) {
  double at = chance.uniform(0, 1);
  for (const Kind& kind : kinds)
    if ((at -= kind.rate) < 0) return &kind;
  return nullptr;
}

}  // namespace

void slip_now_and_then(Filling& filling, const Field& field, const Hand& hand, Chance chance) {
  const Kind* kind = pick_kind(chance);
  const std::vector<std::size_t> written = written_cells(filling.cells);
  if (!kind || written.size() < 2) return;
  Comb comb{field, hand, filling.cells, chance};
  const int turn = chance.integer(1, static_cast<int>(written.size()) - 1);
  const Ink ink = kind->write(comb, written[static_cast<std::size_t>(turn)]);
  if (ink.empty()) return;
  filling.ink = ink;
  filling.slip = kind->name;
  filling.ask = kind->ask;
  if (comb.cells == filling.cells) return;
  filling.cells = comb.cells;
  filling.value = value_of(field, comb.cells);
}

}  // namespace carescan::rehearsal
