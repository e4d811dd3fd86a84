#include "pipeline/imaging/local_grid.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

#include "pipeline/imaging/mat.hpp"

namespace carescan::imaging {
namespace {

/// Of the pull towards no change at all; small, so that a stretch goes on beyond the last printing.
constexpr double even_share = 0.03;
constexpr int grid_rows = 11, grid_columns = 8;

/// The four nodes around a place and their shares.
struct Corners {
  int index[4];
  double share[4];
};

Corners corners(int rows, int columns, double width_mm, double height_mm, PointMm p) {
  const double x = std::clamp(p.x / width_mm * (columns - 1), 0.0, columns - 1.0);
  const double y = std::clamp(p.y / height_mm * (rows - 1), 0.0, rows - 1.0);
  const int left = std::min(static_cast<int>(x), columns - 2), top = std::min(static_cast<int>(y), rows - 2);
  const double fx = x - left, fy = y - top;
  const int first = top * columns + left;
  return {{first, first + 1, first + columns, first + columns + 1},
          {(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy}};
}

void add_place(const Corners& c, PointMm offset, double weight, cv::Mat& ata, cv::Mat& atb) {
  for (int i = 0; i < 4; ++i) {
    for (int j = 0; j < 4; ++j) ata.at<double>(c.index[i], c.index[j]) += weight * c.share[i] * c.share[j];
    atb.at<double>(c.index[i], 0) += weight * c.share[i] * offset.x;
    atb.at<double>(c.index[i], 1) += weight * c.share[i] * offset.y;
  }
}

/// A row of the smoothness term: Σ factor × node, squared.
void add_bend(std::initializer_list<std::pair<int, double>> row, double weight, cv::Mat& ata) {
  for (const auto& [i, a] : row)
    for (const auto& [j, b] : row) ata.at<double>(i, j) += weight * a * b;
}

/// Neighbours should be equal (weakly) and change evenly (strongly): a sheet stretches and curls, it does not tear.
void add_stiffness(double weight, cv::Mat& ata) {
  const auto node = [](int r, int c) { return r * grid_columns + c; };
  for (int r = 0; r < grid_rows; ++r)
    for (int c = 0; c < grid_columns; ++c) {
      if (c + 1 < grid_columns) add_bend({{node(r, c), 1}, {node(r, c + 1), -1}}, even_share * weight, ata);
      if (r + 1 < grid_rows) add_bend({{node(r, c), 1}, {node(r + 1, c), -1}}, even_share * weight, ata);
      if (c + 2 < grid_columns) add_bend({{node(r, c), 1}, {node(r, c + 1), -2}, {node(r, c + 2), 1}}, weight, ata);
      if (r + 2 < grid_rows) add_bend({{node(r, c), 1}, {node(r + 1, c), -2}, {node(r + 2, c), 1}}, weight, ata);
    }
}

/// Huber's weights: a curled corner is far from the grid at first and must go on pulling. 2 robust standard deviations
/// of what the grid leaves over count in full, at least 0.1 mm.
std::vector<double> weights(const LocalGrid& grid, const std::vector<Seen>& places,
                            const std::vector<PointMm>& offsets) {
  std::vector<double> left;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const PointMm d = grid.at(places[i].print);
    left.push_back(std::hypot(offsets[i].x - d.x, offsets[i].y - d.y));
  }
  std::vector<double> sorted = left;
  std::nth_element(sorted.begin(), sorted.begin() + static_cast<long>(sorted.size() / 2), sorted.end());
  const double full = std::max(0.1, 2 * 1.4826 * sorted[sorted.size() / 2]);
  for (std::size_t i = 0; i < left.size(); ++i)
    left[i] = places[i].weight * std::min(1.0, full / std::max(left[i], 1e-9));
  return left;
}

}  // namespace

PointMm LocalGrid::at(PointMm p) const {
  PointMm d;
  if (mm.empty()) return d;
  const Corners c = corners(rows, columns, width_mm, height_mm, p);
  for (int i = 0; i < 4; ++i) {
    d.x += c.share[i] * mm[static_cast<std::size_t>(c.index[i])].x;
    d.y += c.share[i] * mm[static_cast<std::size_t>(c.index[i])].y;
  }
  return d;
}

LocalGrid fit_grid(const std::vector<Seen>& places, const Homography& map, double width_mm, double height_mm,
                   double stiffness) {
  if (std::isinf(stiffness) || places.size() < 12) return {};
  std::vector<PointMm> offsets;
  for (const Seen& s : places) {
    const PointMm p = to_mm(map, s.page);
    offsets.push_back({p.x - s.print.x, p.y - s.print.y});
  }
  LocalGrid grid{grid_rows, grid_columns, width_mm, height_mm, {}};
  constexpr int nodes = grid_rows * grid_columns;
  for (int round = 0; round < 3; ++round) {
    const std::vector<double> weight = weights(grid, places, offsets);
    cv::Mat ata = cv::Mat::eye(nodes, nodes, CV_64F) * 1e-6, atb = cv::Mat::zeros(nodes, 2, CV_64F), solved;
    add_stiffness(stiffness, ata);
    for (std::size_t i = 0; i < places.size(); ++i)
      add_place(corners(grid_rows, grid_columns, width_mm, height_mm, places[i].print), offsets[i], weight[i], ata,
                atb);
    if (!cv::solve(ata, atb, solved, cv::DECOMP_CHOLESKY)) return {};
    grid.mm.resize(nodes);
    for (int i = 0; i < nodes; ++i)
      grid.mm[static_cast<std::size_t>(i)] = {solved.at<double>(i, 0), solved.at<double>(i, 1)};
  }
  return grid;
}

}  // namespace carescan::imaging
