#include "pipeline/imaging/expected_error.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace carescan::imaging {
namespace {

/// Places this far away (standard deviation of a Gaussian) tell of the same bend.
constexpr double near_mm = 8;
/// Half a patch and the distance to the next: how exactly a kink's place is known.
constexpr double kink_mm = 6;

double squared(double x) {
  return x * x;
}

/// Mean of squares of what was foretold wrong nearby. The page's own mean counts as half a place: where none is near
/// it speaks alone. One stray of many mm says no more than one of a mm.
double misfit_squared(const Bend& bend, const std::vector<Seen>& places, PointMm p) {
  const std::vector<double>& wrong = bend.foretold_mm();
  double all = 0, sum = 0, weights = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const double square = squared(std::min(1.0, wrong[i]));
    const double away = squared(places[i].print.x - p.x) + squared(places[i].print.y - p.y);
    const double weight = std::exp(-away / (2 * squared(near_mm)));
    all += square, sum += weight * square, weights += weight;
  }
  constexpr double page_say = 0.5;
  return (sum + page_say * all / static_cast<double>(places.size())) / (weights + page_say);
}

/// The largest second difference of the displacement nearby: 0 where it changes evenly, the step's height at a step.
double kink(const Bend& bend, PointMm p) {
  double worst = 0;
  for (const bool down : {false, true}) {
    std::array<PointMm, 9> d;  // at -12, -9 … 12 mm
    for (std::size_t i = 0; i < d.size(); ++i) {
      const double away = (static_cast<double>(i) - 4) * kink_mm / 2;
      d[i] = bend.at(down ? PointMm{p.x, p.y + away} : PointMm{p.x + away, p.y});
    }
    for (std::size_t i = 2; i + 2 < d.size(); ++i)
      worst = std::max(worst, std::hypot(d[i - 2].x - 2 * d[i].x + d[i + 2].x, d[i - 2].y - 2 * d[i].y + d[i + 2].y));
  }
  return worst;
}

}  // namespace

double expected_error_mm(const Bend& bend, const std::vector<Seen>& places, PointMm p) {
  return std::sqrt(misfit_squared(bend, places, p) * (1 + bend.variance(p)) + squared(kink(bend, p)) +
                   squared(finest_mm));
}

}  // namespace carescan::imaging
