#include "pipeline/reading/presence.hpp"

#include <algorithm>
#include <cmath>

namespace carescan::reading {
namespace {

/// No reader has been measured on enough fields to claim more than this.
constexpr double surest = 0.9995;

/// A few dots are dust and say little; very many are light pencil on a black-and-white scanner.
constexpr double dot_share = 0.08;

double logistic(double x) {
  return 1 / (1 + std::exp(-x));
}

}  // namespace

double p_written(double mm2, double extent_mm, const PresenceOptions& options) {
  // Two specks far apart reach far and are no writing: extent alone must not make it likely.
  const double extent = std::min(extent_mm, 3 * options.even_extent_mm);
  const double p = logistic(4 * std::log(std::max(mm2, 0.01) / options.even_mm2) +
                            2 * std::log(std::max(extent, 0.1) / options.even_extent_mm));
  return std::clamp(p, 1 - surest, surest);
}

Presence presence(const InkMap& map, const BoxMm& box, const std::vector<BoxMm>& rivals,
                  const PresenceOptions& options) {
  Presence out;
  out.ink = own_ink(map, box, rivals);
  const double written = out.ink.sure_mm2 - (1 - dot_share) * out.ink.dots_mm2;
  const auto longer = [](const BoxMm& bounds) { return std::max(bounds.width, bounds.height); };
  const double sure = p_written(written, longer(out.ink.bounds), options);
  const double unsure = p_written(written + out.ink.unsure_mm2, longer(out.ink.unsure_bounds), options);
  out.p_ink = (sure + unsure) / 2;
  if (std::abs(sure - unsure) > 0.05) out.reasons.push_back("ink-outside");
  if (sure > 0.03 && sure < 0.95) out.reasons.push_back("ink-faint");
  if (map.print_support < 0.6) out.reasons.push_back("print-mismatch");
  return out;
}

Reading blank_reading(const Field& field, const Presence& seen) {
  return {.field = field.name,
          .state = FieldState::blank,
          .value = {},
          .text = {},
          .confidence = 1 - seen.p_ink,
          .reasons = seen.reasons,
          .alternatives = {}};
}

}  // namespace carescan::reading
