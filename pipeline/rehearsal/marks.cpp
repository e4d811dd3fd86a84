#include <algorithm>
#include <cmath>

#include "pipeline/rehearsal/writer.hpp"

namespace carescan::rehearsal {
namespace {

using Line = std::vector<PointMm>;

PointMm near(double x, double y, double side, double spread, Chance& chance) {
  return {side * (x + chance.normal(0, spread)), side * (y + chance.normal(0, spread))};
}

Ink lines(std::vector<Line> parts) {
  return {{std::move(parts), false}};
}

// To and fro over the square from top to bottom, as one fills a box in.
Line zigzag(double side, double inset, int turns, Chance& chance) {
  Line line;
  for (int i = 0; i <= turns; ++i) {
    const double y = inset + (1 - 2 * inset) * i / turns;
    line.push_back(near(i % 2 ? 1 - inset : inset, y, side, 0.04, chance));
  }
  return line;
}

Line flourish(double width, double y, Chance& chance) {
  Line line;
  const double back = chance.uniform(0.05, 0.25);
  for (int i = 0; i <= 8; ++i)
    line.push_back({width * (back + (1 - back) * i / 8.0), y + chance.normal(0, 0.5) - 1.2 * std::abs(i - 4) / 4.0});
  return line;
}

}  // namespace

Ink write_mark(MarkStyle style, double side, Chance& chance) {
  const double over = std::max(0.0, chance.normal(0.1, 0.2));  // beyond the frame, in sides
  switch (style) {
    case MarkStyle::tick:
      return lines({{near(0.18, 0.5, side, 0.07, chance), near(0.4, 0.82, side, 0.06, chance),
                     near(0.62, 0.4, side, 0.05, chance), near(0.9 + over, 0.1 - over, side, 0.06, chance)}});
    case MarkStyle::cross:
      return lines({{near(0.15, 0.15, side, 0.08, chance), near(0.88 + over / 3, 0.86 + over / 3, side, 0.08, chance)},
                    {near(0.86, 0.14, side, 0.08, chance), near(0.14 - over / 4, 0.88, side, 0.08, chance)}});
    case MarkStyle::slash:
      return lines({{near(0.12, 0.9, side, 0.07, chance), near(0.9 + over / 2, 0.1 - over / 2, side, 0.07, chance)}});
  }
  return {};
}

Ink cancel_mark(double side, Chance& chance) {
  return lines(
      {zigzag(side, -0.06, chance.integer(15, 19), chance), zigzag(side, -0.02, chance.integer(13, 17), chance)});
}

Ink write_signature(const Hand& hand, const std::string& name, double width, double height, Chance& chance) {
  const auto own = writable(hand, name);
  if (!own) return {};
  const double capital = std::clamp(height * chance.uniform(0.32, 0.5), 3.0, 7.5);
  Ink ink = placed(write_line(hand, *own, capital, chance), {.sx = chance.uniform(0.7, 0.95), .shear = -0.12});
  const BoxMm box = extent(ink);
  const double fit = std::min(1.0, width * 0.9 / std::max(1.0, box.width));
  ink = placed(ink, {.sx = fit, .sy = fit});
  if (chance.happens(0.6)) append(ink, lines({flourish(std::min(width * 0.9, box.width * fit), 0.9, chance)}));
  const BoxMm signedbox = extent(ink);
  return placed(ink, {.dx = chance.uniform(0.02, 0.9) * std::max(0.0, width - signedbox.width) - signedbox.x,
                      .dy = height * chance.uniform(0.55, 0.75)});
}

}  // namespace carescan::rehearsal
