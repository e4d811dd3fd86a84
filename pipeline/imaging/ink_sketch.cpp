#include "pipeline/imaging/ink_sketch.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "pipeline/imaging/ink.hpp"
#include "pipeline/imaging/mat.hpp"

namespace carescan::imaging {
namespace {

constexpr double cell_mm = 1.5;
/// Fine enough for a pen stroke, coarse enough to be quick: 100 dpi.
constexpr double looked_at_px_per_mm = 4;
/// Less dark than this is show-through, shadow and edges of printing.
constexpr int faint = 60;

/// A window of 9 mm holds a few letters; less contrast of ink in it than this is no mark.
constexpr int window_cells = 6;
constexpr double no_mark = 5;

cv::Mat smaller(const Raster& picture, const BoxMm& area) {
  const cv::Size size(cvRound(area.width * looked_at_px_per_mm), cvRound(area.height * looked_at_px_per_mm));
  cv::Mat out;
  cv::resize(view(picture), out, size, 0, 0, cv::INTER_LINEAR);  // by two thirds: means would take five times as long
  return out;
}

/// The sketch as a picture, softened so that a shift of half a cell changes little.
cv::Mat softened(const InkSketch& sketch) {
  cv::Mat cells(sketch.rows, sketch.columns, CV_32F);
  std::copy(sketch.cells.begin(), sketch.cells.end(), cells.begin<float>());
  cv::GaussianBlur(cells, cells, {0, 0}, 0.8);
  return cells;
}

cv::Mat window_mean(const cv::Mat& cells) {
  cv::Mat mean;
  cv::boxFilter(cells, mean, CV_32F, {window_cells, window_cells});
  return mean;
}

/// Of every window.
cv::Mat covariance(const cv::Mat& x, const cv::Mat& y) {
  return window_mean(x.mul(y)) - window_mean(x).mul(window_mean(y)) + no_mark * no_mark;
}

bool comparable(const InkSketch& a, const InkSketch& b) {
  return !a.cells.empty() && a.columns == b.columns && a.rows == b.rows;
}

}  // namespace

InkSketch sketch_ink(const FieldCrop& sheet) {
  const cv::Mat scan = smaller(sheet.scan, sheet.area), blank = smaller(sheet.blank, sheet.area);
  cv::Mat ink = 255 - ink_of(scan, blank, looked_at_px_per_mm, 0.5);
  ink.setTo(0, ink < faint);
  InkSketch sketch{static_cast<int>(sheet.area.width / cell_mm), static_cast<int>(sheet.area.height / cell_mm), {}};
  cv::Mat cells;
  cv::resize(ink, cells, {sketch.columns, sketch.rows}, 0, 0, cv::INTER_AREA);
  sketch.cells.assign(cells.begin<std::uint8_t>(), cells.end<std::uint8_t>());
  return sketch;
}

double ink_mm2(const InkSketch& sketch, const BoxMm& area) {
  const auto cells_to = [](double mm, int most) { return std::clamp(static_cast<int>(mm / cell_mm), 0, most); };
  double ink = 0;
  for (int row = cells_to(area.y, sketch.rows); row < cells_to(area.y + area.height, sketch.rows); ++row)
    for (int column = cells_to(area.x, sketch.columns); column < cells_to(area.x + area.width, sketch.columns);
         ++column)
      ink += sketch.cells[static_cast<std::size_t>(row * sketch.columns + column)];
  return ink / 255 * cell_mm * cell_mm;
}

double likeness(const InkSketch& a, const InkSketch& b) {
  if (!comparable(a, b)) return 0;
  const cv::Mat x = softened(a), y = softened(b);
  const cv::Mat from_mean_x = x - cv::mean(x), from_mean_y = y - cv::mean(y);
  const double norms = cv::norm(from_mean_x) * cv::norm(from_mean_y);
  return norms > 0 ? std::max(0.0, from_mean_x.dot(from_mean_y) / norms) : 0;
}

double least_likeness(const InkSketch& a, const InkSketch& b) {
  if (!comparable(a, b)) return 0;
  const cv::Mat x = softened(a), y = softened(b);
  cv::Mat norms;
  cv::sqrt(covariance(x, x).mul(covariance(y, y)), norms);
  double least = 0;
  cv::minMaxLoc(covariance(x, y) / norms, &least);
  return std::max(0.0, least);
}

}  // namespace carescan::imaging
