#include "pipeline/imaging/ink_sketch.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <opencv2/imgproc.hpp>

#include "pipeline/imaging/ink.hpp"
#include "pipeline/imaging/mat.hpp"
#include "pipeline/imaging/sampling.hpp"

namespace carescan::imaging {
namespace {

constexpr double cell_mm = 1.5;
/// Fine enough for a pen stroke, coarse enough to be quick: 100 dpi.
constexpr double looked_at_px_per_mm = 4;
/// Less dark than this is show-through, shadow and edges of printing.
constexpr int faint = 60;

/// The sketch as a picture, softened so that a shift of half a cell changes little; mean 0.
cv::Mat softened(const InkSketch& sketch) {
  cv::Mat cells(sketch.rows, sketch.columns, CV_32F);
  std::copy(sketch.cells.begin(), sketch.cells.end(), cells.begin<float>());
  cv::GaussianBlur(cells, cells, {0, 0}, 0.8);
  return cells - cv::mean(cells);
}

}  // namespace

InkSketch sketch_ink(const RegisteredPage& page) {
  const BoxMm all{0, 0, page.print.width_mm(), page.print.height_mm()};
  const cv::Mat scan = sample(view(page.page.grey), page.registration, page.print, all, looked_at_px_per_mm);
  cv::Mat ink = 255 - ink_of(scan, sample_blank(page.print, all, looked_at_px_per_mm), looked_at_px_per_mm, 0.5);
  ink.setTo(0, ink < faint);
  InkSketch sketch{static_cast<int>(all.width / cell_mm), static_cast<int>(all.height / cell_mm), {}};
  cv::Mat cells;
  cv::resize(ink, cells, {sketch.columns, sketch.rows}, 0, 0, cv::INTER_AREA);
  sketch.cells.assign(cells.begin<std::uint8_t>(), cells.end<std::uint8_t>());
  return sketch;
}

double ink_mm2(const InkSketch& sketch) {
  return std::accumulate(sketch.cells.begin(), sketch.cells.end(), 0.0) / 255 * cell_mm * cell_mm;
}

double likeness(const InkSketch& a, const InkSketch& b) {
  if (a.cells.empty() || a.columns != b.columns || a.rows != b.rows) return 0;
  const cv::Mat x = softened(a), y = softened(b);
  const double norms = cv::norm(x) * cv::norm(y);
  return norms > 0 ? std::max(0.0, x.dot(y) / norms) : 0;
}

}  // namespace carescan::imaging
