#include "pipeline/imaging/sampling.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "pipeline/imaging/mat.hpp"
#include "pipeline/imaging/print_impl.hpp"

namespace carescan::imaging {
namespace {

/// Between nodes of this many pixels the map is as good as linear.
constexpr int node_px = 16;

/// The nodes of a row of pixels: bilinear between the rows of nodes above and below it.
std::vector<cv::Vec2d> nodes_of_row(const cv::Mat& nodes, int y) {
  const cv::Vec2d *top = nodes.ptr<cv::Vec2d>(y / node_px), *below = nodes.ptr<cv::Vec2d>(y / node_px + 1);
  const double f = static_cast<double>(y % node_px) / node_px;
  std::vector<cv::Vec2d> out;
  for (int i = 0; i < nodes.cols; ++i) out.push_back(top[i] * (1 - f) + below[i] * f);
  return out;
}

/// Source positions (OpenCV's frame) of every pixel: exact at nodes, bilinear between.
void fill_maps(const Registration& r, const PagePrint& print, const BoxMm& area, double px_per_mm, PointMm shift,
               cv::Mat& map_x, cv::Mat& map_y) {
  const int columns = map_x.cols / node_px + 2, rows = map_x.rows / node_px + 2;
  cv::Mat nodes(rows, columns, CV_64FC2);
  for (int j = 0; j < rows; ++j)
    for (int i = 0; i < columns; ++i) {
      const PointMm p{area.x + (i * node_px + 0.5) / px_per_mm + shift.x,
                      area.y + (j * node_px + 0.5) / px_per_mm + shift.y};
      const PointPx q = r.source_px(print, p);
      nodes.at<cv::Vec2d>(j, i) = {q.x - 0.5, q.y - 0.5};
    }
  for (int y = 0; y < map_x.rows; ++y) {
    const std::vector<cv::Vec2d> row = nodes_of_row(nodes, y);
    float *to_x = map_x.ptr<float>(y), *to_y = map_y.ptr<float>(y);
    for (int first = 0; first < map_x.cols; first += node_px) {
      const cv::Vec2d from = row[static_cast<std::size_t>(first / node_px)];
      const cv::Vec2d step = (row[static_cast<std::size_t>(first / node_px) + 1] - from) / node_px;
      const int count = std::min(node_px, map_x.cols - first);
      for (int k = 0; k < count; ++k) {
        to_x[first + k] = static_cast<float>(from[0] + k * step[0]);
        to_y[first + k] = static_cast<float>(from[1] + k * step[1]);
      }
    }
  }
}

/// The part of the source that the maps reach, with a rim for smoothing and interpolation.
cv::Rect reached(const cv::Mat& map_x, const cv::Mat& map_y, cv::Size source) {
  double left = 0, right = 0, top = 0, bottom = 0;
  cv::minMaxLoc(map_x, &left, &right);
  cv::minMaxLoc(map_y, &top, &bottom);
  const cv::Rect part(cv::Point(cvFloor(std::clamp(left, -1e6, 1e6)) - 6, cvFloor(std::clamp(top, -1e6, 1e6)) - 6),
                      cv::Point(cvCeil(std::clamp(right, -1e6, 1e6)) + 7, cvCeil(std::clamp(bottom, -1e6, 1e6)) + 7));
  return part & cv::Rect({0, 0}, source);
}

/// A source made ready to be sampled: a pixel of it is `step` pixels of the source wide.
struct Smoothed {
  cv::Mat picture;
  int step = 1;
};

/// `finer`: pixels of the source to one that is asked for. By two, means of four pixels do it, in a tenth of the time.
Smoothed smoothed(const cv::Mat& source, double finer) {
  Smoothed out{source};
  if (finer > 1.8 && source.cols > 1 && source.rows > 1) {
    cv::resize(source(cv::Rect(0, 0, source.cols & ~1, source.rows & ~1)), out.picture, {}, 0.5, 0.5, cv::INTER_AREA);
    out.step = 2;
    finer /= 2;
  }
  if (finer > 1.3) {
    cv::Mat blurred;  // not in place: that would blur the page itself
    cv::GaussianBlur(out.picture, blurred, {0, 0}, 0.45 * std::sqrt(finer * finer - 1));
    out.picture = blurred;
  }
  return out;
}

cv::Size size_px(const BoxMm& area, double px_per_mm) {
  return {std::max(1, cvRound(area.width * px_per_mm)), std::max(1, cvRound(area.height * px_per_mm))};
}

}  // namespace

cv::Mat sample(const cv::Mat& source, const Registration& r, const PagePrint& print, const BoxMm& area,
               double px_per_mm, PointMm shift_mm) {
  const cv::Size size = size_px(area, px_per_mm);
  cv::Mat map_x(size, CV_32F), map_y(size, CV_32F), out(size, CV_8U, cv::Scalar(255));
  fill_maps(r, print, area, px_per_mm, shift_mm, map_x, map_y);
  const cv::Rect part = reached(map_x, map_y, source.size());
  if (part.empty()) return out;
  const double finer = local_scale(r.to_source, {area.x + area.width / 2, area.y + area.height / 2}) / px_per_mm;
  const Smoothed seen = smoothed(source(part), finer);
  map_x.convertTo(map_x, CV_32F, 1.0 / seen.step, (0.5 - part.x) / seen.step - 0.5);
  map_y.convertTo(map_y, CV_32F, 1.0 / seen.step, (0.5 - part.y) / seen.step - 0.5);
  cv::remap(seen.picture, out, map_x, map_y, cv::INTER_LINEAR, cv::BORDER_CONSTANT, 255);
  return out;
}

cv::Mat sample_blank(const PagePrint& print, const BoxMm& area, double px_per_mm) {
  const double scale = print.px_per_mm() / px_per_mm;
  const cv::Matx23d to_blank{scale, 0,     area.x * print.px_per_mm() + 0.5 * scale - 0.5,
                             0,     scale, area.y * print.px_per_mm() + 0.5 * scale - 0.5};
  cv::Mat out;
  cv::warpAffine(print.impl().blank, out, to_blank, size_px(area, px_per_mm), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                 cv::BORDER_CONSTANT, 255);
  return out;
}

void whiten_writing(cv::Mat& picture, const std::vector<BoxMm>& writing, const BoxMm& shown, double px_per_mm,
                    double by_mm) {
  for (const BoxMm& area : writing) {
    const BoxMm inner = area.grown(-by_mm);
    if (inner.width <= 0 || inner.height <= 0 || !inner.overlaps(shown)) continue;
    cv::rectangle(picture, cv::Point(cvCeil((inner.x - shown.x) * px_per_mm), cvCeil((inner.y - shown.y) * px_per_mm)),
                  cv::Point(cvFloor((inner.right() - shown.x) * px_per_mm) - 1,
                            cvFloor((inner.bottom() - shown.y) * px_per_mm) - 1),
                  255, cv::FILLED);
  }
}

}  // namespace carescan::imaging
