#include "pipeline/imaging/page_fit.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "pipeline/imaging/bend.hpp"
#include "pipeline/imaging/expected_error.hpp"

namespace carescan::imaging {
namespace {

constexpr double never = std::numeric_limits<double>::infinity();
/// From stiff to soft: sheets of paper that curl, then sheets moved unevenly by rollers and lines.
constexpr std::array<Stiffness, 6> ways_to_bend{
    {{1, never}, {0.1, never}, {0.03, never}, {10, 1}, {3, 0.3}, {0.5, 0.3}}};
/// What is freer must foretell better by this share to be taken.
constexpr double worth_it = 0.98;

double quantile(std::vector<double> values, double share) {
  if (values.empty()) return 1e9;
  const auto at = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + static_cast<long>(at), values.end());
  return values[at];
}

/// Root mean square of the foretold distances where those from `lost_mm` on hardly grow any more (Geman & McClure
/// 1985): otherwise a handful of patches found in the wrong place would call for a sheet soft enough to reach them.
double score(const std::vector<double>& foretold_mm) {
  constexpr double lost_mm = 0.25;
  double sum = 0;
  for (const double d : foretold_mm) sum += d * d / (1 + d * d / (lost_mm * lost_mm));
  return std::sqrt(sum / static_cast<double>(std::max<std::size_t>(1, foretold_mm.size())));
}

/// The worst part of the page: the median of the foretold distances in each of 3 × 4 parts with places enough. A curl
/// that is not followed bends a part of the page, and 90 % of all patches know nothing of it.
double worst_part(const std::vector<double>& foretold_mm, const std::vector<Seen>& places, double width_mm,
                  double height_mm) {
  constexpr std::size_t across = 3, down = 4;
  std::array<std::vector<double>, across * down> parts;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const double x = std::clamp(places[i].print.x / width_mm, 0.0, 0.999);
    const double y = std::clamp(places[i].print.y / height_mm, 0.0, 0.999);
    parts[static_cast<std::size_t>(y * down) * across + static_cast<std::size_t>(x * across)].push_back(foretold_mm[i]);
  }
  double worst = 0;
  for (const std::vector<double>& part : parts)
    if (part.size() >= 4) worst = std::max(worst, quantile(part, 0.5));
  return worst;
}

/// A map and how the sheet departs from it.
struct Choice {
  Homography map;
  Bend bend;
  bool flat = true;
  double score_mm = 0;
};

std::optional<Choice> try_fit(const std::vector<Seen>& places, const Homography& map, double width_mm, double height_mm,
                              Stiffness stiffness) {
  std::optional<Bend> bend = Bend::fit(places, map, width_mm, height_mm, stiffness);
  if (!bend) return std::nullopt;
  const double score_mm = score(bend->foretold_mm());
  return Choice{map, std::move(*bend), !std::isfinite(stiffness.curl), score_mm};
}

std::optional<Choice> best_choice(const std::vector<Seen>& places, const Homography& start, double width_mm,
                                  double height_mm) {
  constexpr Stiffness stiff{never, never};
  auto best = try_fit(places, robust_map(places, MapKind::affine, start), width_mm, height_mm, stiff);
  if (!best) return best;
  const auto take_better = [&](std::optional<Choice> other) {
    if (other && other->score_mm < worth_it * best->score_mm) best = std::move(other);
  };
  take_better(try_fit(places, robust_map(places, MapKind::projective, start), width_mm, height_mm, stiff));
  const Homography map = best->map;
  for (const Stiffness& way : ways_to_bend) take_better(try_fit(places, map, width_mm, height_mm, way));
  return best;
}

}  // namespace

PageFit fit_page(const std::vector<Seen>& places, const Homography& start, double width_mm, double height_mm,
                 const std::vector<PointMm>& wanted) {
  PageFit fit{start, {}, 1e9, 1e9};
  const std::optional<Choice> best = best_choice(places, start, width_mm, height_mm);
  if (!best) return fit;
  fit.map = best->map;
  if (!best->flat) fit.grid = best->bend.as_grid();
  const std::vector<double>& foretold_mm = best->bend.foretold_mm();
  fit.printing_mm =
      std::max({finest_mm, quantile(foretold_mm, 0.9), worst_part(foretold_mm, places, width_mm, height_mm)});
  fit.residual_mm = finest_mm;
  const auto expect = [&](PointMm p) {
    fit.residual_mm = std::max(fit.residual_mm, expected_error_mm(best->bend, places, p));
  };
  std::for_each(wanted.begin(), wanted.end(), expect);
  if (wanted.empty())
    for (const Seen& s : places) expect(s.print);
  return fit;
}

}  // namespace carescan::imaging
