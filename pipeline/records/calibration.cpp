#include "pipeline/records/calibration.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace carescan::records {
namespace {

/// What a constant and each feature weigh.
struct Fitted {
  FieldKind kind;
  std::array<double, 4> weights;
};

// Empty until it is fitted to the readers of the day: then every score stands.
const std::vector<Fitted> table{
#include "pipeline/records/calibration.inc"
};

// scripts/train/calibrate.py has the same features; they must stay alike.

/// No reader is surer than this.
constexpr double surest = 0.9998;
const double most_odds = std::log(surest / (1 - surest));

double log_odds(double p) {
  return std::clamp(std::log(std::max(p, 1e-9) / std::max(1 - p, 1e-9)), -most_odds, most_odds);
}

/// How far the second best stays below all that the score leaves; 0 where there is no second.
double margin(const Reading& reading) {
  double second = 0;
  for (const Alternative& other : reading.alternatives) second = std::max(second, other.score);
  if (second == 0) return 0;
  return std::clamp(std::log(std::max(1 - reading.confidence, 1e-9) / std::max(second, 1e-4)), 0.0, most_odds);
}

}  // namespace

double p_right(const Field& field, const Reading& reading) {
  if (reading.state != FieldState::read || !field.cells.empty()) return reading.confidence;
  const auto fitted = std::ranges::find(table, field.kind, &Fitted::kind);
  if (fitted == table.end()) return reading.confidence;
  const auto& [constant, sureness, gap, length] = fitted->weights;
  const double odds = constant + sureness * log_odds(reading.confidence) + gap * margin(reading) +
                      length * std::log(1 + static_cast<double>(reading.text.size()));
  return std::clamp(1 / (1 + std::exp(-odds)), 1 - surest, surest);
}

}  // namespace carescan::records
