#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "pipeline/rehearsal/scanner.hpp"

// A sheet whose fields are told by small black squares at their corners, so that a delivered picture can be asked where
// they came to lie.
namespace carescan::test {

/// Away from folds, holes and corners.
inline std::vector<PointMm> mark_places() {
  std::vector<PointMm> places;
  for (const double x : {40.0, 105.0, 170.0})
    for (const double y : {45.0, 125.0, 180.0, 245.0}) places.push_back({x, y});
  return places;
}

/// Ten pixels a millimetre; a square of 2 mm round each place, and a field whose first corner is its middle.
inline rehearsal::Sheet marked_sheet() {
  rehearsal::Sheet sheet{cv::Mat(2970, 2100, CV_8UC3, cv::Scalar::all(255)), {1, 210, 297}, {}};
  for (const PointMm p : mark_places()) {
    sheet.front(cv::Rect(static_cast<int>(p.x * 10) - 10, static_cast<int>(p.y * 10) - 10, 20, 20)) =
        cv::Scalar::all(0);
    sheet.boxes["at " + std::to_string(sheet.boxes.size())] = {p.x, p.y, 10, 10};
  }
  return sheet;
}

/// The middle of what is darker than its surroundings within `radius` pixels, in pixels of the picture. Red tells ink
/// from paper of any colour well enough.
inline PointPx dark_middle(const Raster& raster, PointPx near, double radius_x, double radius_y) {
  const auto at = [&](int x, int y) {
    return raster.pixels[static_cast<std::size_t>(y * raster.width + x) * static_cast<std::size_t>(raster.channels)];
  };
  const int left = std::max(0, static_cast<int>(near.x - radius_x)),
            top = std::max(0, static_cast<int>(near.y - radius_y));
  const int right = std::min(raster.width, static_cast<int>(near.x + radius_x) + 1);
  const int bottom = std::min(raster.height, static_cast<int>(near.y + radius_y) + 1);
  int low = 255, high = 0;
  for (int y = top; y < bottom; ++y)
    for (int x = left; x < right; ++x) low = std::min<int>(low, at(x, y)), high = std::max<int>(high, at(x, y));
  REQUIRE(high - low > 50);
  double sum = 0, x_sum = 0, y_sum = 0;
  for (int y = top; y < bottom; ++y)
    for (int x = left; x < right; ++x) {
      const double dark = std::max(0.0, static_cast<double>(high - at(x, y)) / (high - low) - 0.3);
      sum += dark, x_sum += dark * (x + 0.5), y_sum += dark * (y + 0.5);
    }
  return {x_sum / sum, y_sum / sum};
}

/// Pixels of the delivered picture per mm, along its rows.
inline double px_per_mm(const rehearsal::ScannedPage& page) {
  const PointPx a = page.corners_px[0], b = page.corners_px[2];
  return std::hypot(a.x - b.x, a.y - b.y) / std::hypot(page.width_mm, page.height_mm);
}

/// How far the marks lie from where the truth says, in pixels as delivered; `row_height` is that of a pixel in its
/// widths.
inline std::vector<double> mark_errors(const rehearsal::ScannedPage& page, double row_height = 1) {
  const double radius = 2.2 * px_per_mm(page);
  std::vector<double> errors;
  for (const auto& [name, corners] : page.fields_px) {
    const PointPx there{corners[0].x, corners[0].y / row_height};
    const PointPx seen = dark_middle(page.raster, there, radius, radius / row_height);
    errors.push_back(std::hypot(seen.x - there.x, seen.y - there.y));
  }
  return errors;
}

inline double worst(const std::vector<double>& errors) {
  return *std::max_element(errors.begin(), errors.end());
}

}  // namespace carescan::test
