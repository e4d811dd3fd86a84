#include <algorithm>
#include <cmath>
#include <numbers>

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

// How far a tick's tail or a line runs beyond the frame, in sides: mostly little, now and then up to the next box.
double overshoot(Chance& chance) {
  return chance.happens(0.06) ? chance.uniform(0.4, 1.1) : std::max(0.0, chance.normal(0.1, 0.2));
}

Ink tick(double side, Chance& chance) {
  const double over = overshoot(chance), rise = chance.uniform(0.7, 1.1) * over;
  return lines({{near(0.18, 0.5, side, 0.07, chance), near(0.4, 0.82, side, 0.06, chance),
                 near(0.62, 0.4, side, 0.05, chance), near(0.9 + over, 0.1 - rise, side, 0.06, chance)}});
}

Ink cross(double side, Chance& chance) {
  const double over = overshoot(chance);
  return lines({{near(0.15, 0.15, side, 0.08, chance), near(0.88 + over / 3, 0.86 + over / 3, side, 0.08, chance)},
                {near(0.86, 0.14, side, 0.08, chance), near(0.14 - over / 4, 0.88, side, 0.08, chance)}});
}

Ink slash(double side, Chance& chance) {
  const double over = overshoot(chance);
  return lines({{near(0.12, 0.9, side, 0.07, chance), near(0.9 + over / 2, 0.1 - over / 2, side, 0.07, chance)}});
}

// Round the middle, closed or open, sometimes over again.
Ink circle(double side, Chance& chance) {
  const double wide = chance.uniform(0.15, 0.4), high = wide * chance.uniform(0.75, 1.3);
  const double start = chance.uniform(0, 2 * std::numbers::pi), turn = chance.uniform(1.4, 2.8) * std::numbers::pi;
  Line line;
  for (int i = 0; i <= 12; ++i)
    line.push_back(near(0.5 + wide * std::cos(start - turn * i / 12), 0.5 + high * std::sin(start - turn * i / 12),
                        side, 0.02, chance));
  return lines({line});
}

// A short line in any direction: across, upright, down to the right.
Ink dash(double side, Chance& chance) {
  const double half = chance.uniform(0.2, 0.45), lean = chance.normal(0, 0.15) + chance.integer(0, 3) * 0.25;
  const double dx = half * std::cos(lean * std::numbers::pi), dy = half * std::sin(lean * std::numbers::pi);
  return lines({{near(0.5 - dx, 0.5 - dy, side, 0.05, chance), near(0.5, 0.5, side, 0.02, chance),
                 near(0.5 + dx, 0.5 + dy, side, 0.05, chance)}});
}

// To and fro, from top to bottom or from left to right, over part of the square.
Ink scribble(double side, Chance& chance) {
  Line line = zigzag(side * chance.uniform(0.55, 1), chance.uniform(0.05, 0.2), chance.integer(4, 10), chance);
  if (chance.happens(0.5))
    for (PointMm& p : line) std::swap(p.x, p.y);
  Ink ink = lines({line});
  const BoxMm box = extent(ink);
  return placed(ink, {.dx = side / 2 - box.x - box.width / 2, .dy = side / 2 - box.y - box.height / 2});
}

// Lines beside each other, rising to the right.
Ink hatching(double side, Chance& chance) {
  std::vector<Line> strokes;
  const int count = chance.integer(3, 6);
  for (int i = 0; i < count; ++i) {
    const double x = (i + 0.5) / count, lean = 0.5 / count + 0.15;
    strokes.push_back({near(x - lean, 0.85, side, 0.05, chance), near(x + lean, 0.15, side, 0.05, chance)});
  }
  return lines(std::move(strokes));
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
  switch (style) {
    case MarkStyle::tick:
      return tick(side, chance);
    case MarkStyle::cross:
      return cross(side, chance);
    case MarkStyle::slash:
      return slash(side, chance);
    case MarkStyle::scribble:
      return scribble(side, chance);
    case MarkStyle::filled:
      return cancel_mark(Undoing::filled_in, side, chance);
    case MarkStyle::circle:
      return circle(side, chance);
    case MarkStyle::dash:
      return dash(side, chance);
    case MarkStyle::hatching:
      return hatching(side, chance);
  }
  return {};
}

Ink cancel_mark(Undoing way, double side, Chance& chance) {
  if (way == Undoing::filled_in)
    return lines(
        {zigzag(side, -0.06, chance.integer(15, 19), chance), zigzag(side, -0.02, chance.integer(13, 17), chance)});
  std::vector<Line> strokes;
  const double y = chance.normal(0.5, 0.08), rise = chance.normal(0, 0.12);
  for (int i = chance.integer(2, 4); i > 0; --i)
    strokes.push_back({near(chance.uniform(-0.5, -0.1), y + rise + 0.12 * i - 0.3, side, 0.06, chance),
                       near(chance.uniform(1.1, 1.5), y - rise + 0.12 * i - 0.3, side, 0.06, chance)});
  return lines(std::move(strokes));
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
