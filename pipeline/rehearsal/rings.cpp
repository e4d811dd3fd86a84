#include "pipeline/rehearsal/rings.hpp"

#include <cmath>
#include <numbers>

namespace carescan::rehearsal {
namespace {

constexpr int steps = 36;

double perimeter(double a, double b) {
  return std::numbers::pi * (3 * (a + b) - std::sqrt((3 * a + b) * (a + 3 * b)));  // Ramanujan, 1914
}

}  // namespace

Ink ring_round(const BoxMm& word, double gap_mm, Chance& chance) {
  const double a = word.width / 2 * chance.uniform(1.05, 1.3) + chance.uniform(0.5, 1.6);
  const double b = word.height / 2 * chance.uniform(1.0, 1.2) + chance.uniform(0.2, 1.2);
  const double cx = word.x + word.width / 2 + chance.normal(0, 0.35),
               cy = word.y + word.height / 2 + chance.normal(0, 0.3);
  const double full = 2 * std::numbers::pi, open = full * gap_mm / perimeter(a, b);
  const double turn = gap_mm > 0 ? full - open : full * (1 + std::abs(chance.normal(0.04, 0.04)));
  const double start = chance.uniform(0, full), way = chance.happens(0.7) ? -1 : 1, lean = chance.normal(0, 0.12);
  // The hand drifts in or out as it goes round, and is not quite round in two other ways.
  const double drift = chance.normal(0, 0.05), squash = chance.normal(0, 0.04), phase = chance.uniform(0, full);
  std::vector<PointMm> line;
  for (int i = 0; i <= steps; ++i) {
    const double t = static_cast<double>(i) / steps, angle = start + way * turn * t;
    const double r = 1 + drift * (t - 0.5) + squash * std::cos(2 * angle + phase) + chance.normal(0, 0.008);
    const double x = a * r * std::cos(angle), y = b * r * std::sin(angle);
    line.push_back({cx + x + lean * y, cy + y});
  }
  return {{{std::move(line)}, false}};
}

}  // namespace carescan::rehearsal
