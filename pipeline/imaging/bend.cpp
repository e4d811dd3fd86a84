#include "pipeline/imaging/bend.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "pipeline/imaging/mat.hpp"

namespace carescan::imaging {
namespace {

constexpr std::size_t curl_rows = 11, curl_columns = 8, band_nodes = 60;
/// Of the pull towards no change at all; small, so that a stretch goes on beyond the last printing.
constexpr double even_share = 0.03;
constexpr int rounds = 3;
constexpr double node_mm = 5;
constexpr std::size_t fewest_places = 12;
/// Keeps unknowns that no place speaks of near zero.
constexpr double tiny = 1e-6;

/// The node before a place and how far it is on to the next, for `nodes` of them over 0..1.
std::pair<std::size_t, double> between(double share, std::size_t nodes) {
  const double x = std::clamp(share, 0.0, 1.0) * static_cast<double>(nodes - 1);
  const std::size_t before = std::min(static_cast<std::size_t>(x), nodes - 2);
  return {before, x - static_cast<double>(before)};
}

Equation difference(std::initializer_list<std::pair<std::size_t, double>> terms) {
  Equation e;
  for (const auto& [unknown, factor] : terms) e.add(unknown, factor);
  return e;
}

/// Huber's weights: 2 robust standard deviations of what is left over count in full, at least 0.1 mm.
std::vector<double> huber(const std::vector<Seen>& places, const std::vector<double>& left) {
  std::vector<double> sorted = left;
  std::nth_element(sorted.begin(), sorted.begin() + static_cast<long>(sorted.size() / 2), sorted.end());
  const double full = std::max(0.1, 2 * 1.4826 * sorted[sorted.size() / 2]);
  std::vector<double> weights;
  for (std::size_t i = 0; i < left.size(); ++i)
    weights.push_back(places[i].weight * std::min(1.0, full / std::max(left[i], 1e-9)));
  return weights;
}

}  // namespace

Bend::Bend(const Homography& map, double width_mm, double height_mm, Stiffness stiffness)
    : map_(map), width_mm_(width_mm), height_mm_(height_mm), stiffness_(stiffness) {
  double last_row = -1e9;
  first_row_ = 1e9;
  for (const PointMm corner : {PointMm{0, 0}, {width_mm, 0}, {0, height_mm}, {width_mm, height_mm}}) {
    first_row_ = std::min(first_row_, map(corner).y);
    last_row = std::max(last_row, map(corner).y);
  }
  rows_ = std::max(1.0, last_row - first_row_);
  number_unknowns();
  add_penalties();
}

double Bend::along(PointMm p) const {
  return (map_(p).y - first_row_) / rows_;
}

/// Down the scan, so that only near unknowns meet (see NormalEquations).
void Bend::number_unknowns() {
  std::vector<std::pair<double, std::size_t*>> order;
  if (std::isfinite(stiffness_.curl)) curl_.resize(curl_rows * curl_columns);
  if (std::isfinite(stiffness_.bands)) bands_.resize(band_nodes);
  for (std::size_t i = 0; i < curl_.size(); ++i) {
    const PointMm node{width_mm_ * static_cast<double>(i % curl_columns) / (curl_columns - 1),
                       height_mm_ * static_cast<double>(i / curl_columns) / (curl_rows - 1)};
    order.emplace_back(along(node), &curl_[i]);
  }
  for (std::size_t i = 0; i < bands_.size(); ++i)
    order.emplace_back(static_cast<double>(i) / (band_nodes - 1), &bands_[i]);
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [where, index] : order) *index = unknowns_++;
  unknowns_ += 3;
}

Equation Bend::terms(PointMm p) const {
  Equation e;
  if (!curl_.empty()) {
    const auto [column, fx] = between(p.x / width_mm_, curl_columns);
    const auto [row, fy] = between(p.y / height_mm_, curl_rows);
    const std::size_t first = row * curl_columns + column;
    e.add(curl_[first], (1 - fx) * (1 - fy));
    e.add(curl_[first + 1], fx * (1 - fy));
    e.add(curl_[first + curl_columns], (1 - fx) * fy);
    e.add(curl_[first + curl_columns + 1], fx * fy);
  }
  if (!bands_.empty()) {
    const auto [band, f] = between(along(p), band_nodes);
    e.add(bands_[band], 1 - f);
    e.add(bands_[band + 1], f);
  }
  e.add(unknowns_ - 3, 1);
  e.add(unknowns_ - 2, 2 * p.x / width_mm_ - 1);
  e.add(unknowns_ - 1, 2 * p.y / height_mm_ - 1);
  return e;
}

/// Neighbours should be equal (weakly) and change evenly (strongly): a sheet stretches and curls, it does not tear.
/// From band to band it may jump: there only the difference counts.
void Bend::add_penalties() {
  const auto add = [&](const Equation& e, double weight) {
    penalties_.push_back(e);
    penalty_weights_.push_back(weight);
  };
  const auto line = [&](std::size_t first, std::size_t step, std::size_t nodes) {
    for (std::size_t i = 0; i + 1 < nodes; ++i) {
      const std::size_t at = first + i * step;
      add(difference({{curl_[at], 1}, {curl_[at + step], -1}}), even_share * stiffness_.curl);
      if (i + 2 < nodes)
        add(difference({{curl_[at], 1}, {curl_[at + step], -2}, {curl_[at + 2 * step], 1}}), stiffness_.curl);
    }
  };
  if (!curl_.empty()) {
    for (std::size_t r = 0; r < curl_rows; ++r) line(r * curl_columns, 1, curl_columns);
    for (std::size_t c = 0; c < curl_columns; ++c) line(c, curl_columns, curl_rows);
  }
  for (std::size_t i = 0; i + 1 < bands_.size(); ++i)
    add(difference({{bands_[i], 1}, {bands_[i + 1], -1}}), stiffness_.bands);
  for (std::size_t i = 0; i < unknowns_; ++i) add(difference({{i, 1}}), tiny);
}

bool Bend::solve(const std::vector<Equation>& of_places, const std::vector<PointMm>& offsets,
                 const std::vector<double>& weights) {
  equations_->clear();
  std::vector<double> right_x(unknowns_), right_y(unknowns_);
  for (std::size_t i = 0; i < penalties_.size(); ++i) equations_->add(penalties_[i], penalty_weights_[i]);
  for (std::size_t i = 0; i < of_places.size(); ++i) {
    const Equation& e = of_places[i];
    equations_->add(e, weights[i]);
    for (std::size_t k = 0; k < e.size; ++k) {
      right_x[e.index[k]] += weights[i] * e.share[k] * offsets[i].x;
      right_y[e.index[k]] += weights[i] * e.share[k] * offsets[i].y;
    }
  }
  if (!equations_->factor()) return false;
  x_ = equations_->solve(std::move(right_x));
  y_ = equations_->solve(std::move(right_y));
  return true;
}

std::optional<Bend> Bend::fit(const std::vector<Seen>& places, const Homography& map, double width_mm, double height_mm,
                              Stiffness stiffness) {
  if (places.size() < fewest_places) return std::nullopt;
  Bend bend(map, width_mm, height_mm, stiffness);
  std::vector<Equation> equations;
  std::vector<PointMm> offsets;
  std::vector<double> left, weights;
  for (const Seen& s : places) {
    const PointMm p = to_mm(map, s.page);
    offsets.push_back({p.x - s.print.x, p.y - s.print.y});
    equations.push_back(bend.terms(s.print));
    weights.push_back(s.weight);
  }
  std::vector<Equation> all = bend.penalties_;
  all.insert(all.end(), equations.begin(), equations.end());
  bend.equations_.emplace(bend.unknowns_, all);
  for (int round = 0; round < rounds; ++round) {
    if (round > 0) weights = huber(places, left);
    if (!bend.solve(equations, offsets, weights)) return std::nullopt;
    left.clear();
    for (std::size_t i = 0; i < places.size(); ++i) {
      const PointMm d = bend.at(places[i].print);
      left.push_back(std::hypot(offsets[i].x - d.x, offsets[i].y - d.y));
    }
  }
  for (std::size_t i = 0; i < places.size(); ++i) {
    const double own_say = weights[i] * bend.equations_->variance(equations[i]);
    bend.foretold_mm_.push_back(left[i] / std::max(0.05, 1 - own_say));
  }
  return bend;
}

PointMm Bend::at(PointMm p) const {
  PointMm d;
  const Equation e = terms(p);
  for (std::size_t i = 0; i < e.size; ++i) {
    d.x += e.share[i] * x_[e.index[i]];
    d.y += e.share[i] * y_[e.index[i]];
  }
  return d;
}

double Bend::variance(PointMm p) const {
  return equations_->variance(terms(p));
}

LocalGrid Bend::as_grid() const {
  const auto nodes = [&](double mm, std::size_t enough) {
    return bands_.empty() ? static_cast<int>(enough) : static_cast<int>(std::ceil(mm / node_mm)) + 1;
  };
  LocalGrid grid{nodes(height_mm_, curl_rows), nodes(width_mm_, curl_columns), width_mm_, height_mm_, {}};
  for (int r = 0; r < grid.rows; ++r)
    for (int c = 0; c < grid.columns; ++c)
      grid.mm.push_back(at({width_mm_ * c / (grid.columns - 1), height_mm_ * r / (grid.rows - 1)}));
  return grid;
}

}  // namespace carescan::imaging
