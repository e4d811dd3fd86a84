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

/// Source positions (OpenCV's frame) of every pixel, and how far they reach.
struct Maps {
  cv::Mat x, y;
  cv::Point2f least{1e6F, 1e6F}, most{-1e6F, -1e6F};
  void reach(cv::Point2f p) {
    least = {std::min(least.x, p.x), std::min(least.y, p.y)};
    most = {std::max(most.x, p.x), std::max(most.y, p.y)};
  }
};

/// Exact at nodes, bilinear between: along a row the ends of a piece between two nodes reach furthest.
Maps maps_of(const Registration& r, const PagePrint& print, const BoxMm& area, double px_per_mm, PointMm shift,
             cv::Size size) {
  Maps maps{cv::Mat(size, CV_32F), cv::Mat(size, CV_32F)};
  const int columns = size.width / node_px + 2, rows = size.height / node_px + 2;
  cv::Mat nodes(rows, columns, CV_64FC2);
  for (int j = 0; j < rows; ++j)
    for (int i = 0; i < columns; ++i) {
      const PointMm p{area.x + (i * node_px + 0.5) / px_per_mm + shift.x,
                      area.y + (j * node_px + 0.5) / px_per_mm + shift.y};
      const PointPx q = r.source_px(print, p);
      nodes.at<cv::Vec2d>(j, i) = {q.x - 0.5, q.y - 0.5};
    }
  for (int y = 0; y < size.height; ++y) {
    const std::vector<cv::Vec2d> row = nodes_of_row(nodes, y);
    float *to_x = maps.x.ptr<float>(y), *to_y = maps.y.ptr<float>(y);
    for (int first = 0; first < size.width; first += node_px) {
      const cv::Vec2d from = row[static_cast<std::size_t>(first / node_px)];
      const cv::Vec2d step = (row[static_cast<std::size_t>(first / node_px) + 1] - from) / node_px;
      const int count = std::min(node_px, size.width - first);
      for (int k = 0; k < count; ++k) {
        to_x[first + k] = static_cast<float>(from[0] + k * step[0]);
        to_y[first + k] = static_cast<float>(from[1] + k * step[1]);
      }
      for (const int end : {first, first + count - 1}) maps.reach({to_x[end], to_y[end]});
    }
  }
  return maps;
}

/// The part of the source that the maps reach, with a rim for smoothing and interpolation.
cv::Rect reached(const Maps& maps, cv::Size source) {
  const auto far = [](float px) { return std::clamp(px, -1e6F, 1e6F); };
  const cv::Rect part(cv::Point(cvFloor(far(maps.least.x)) - 6, cvFloor(far(maps.least.y)) - 6),
                      cv::Point(cvCeil(far(maps.most.x)) + 7, cvCeil(far(maps.most.y)) + 7));
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
  cv::Mat out(size, CV_8U, cv::Scalar(255));
  Maps maps = maps_of(r, print, area, px_per_mm, shift_mm, size);
  const cv::Rect part = reached(maps, source.size());
  if (part.empty()) return out;
  const double finer = local_scale(r.to_source, {area.x + area.width / 2, area.y + area.height / 2}) / px_per_mm;
  const Smoothed seen = smoothed(source(part), finer);
  maps.x.convertTo(maps.x, CV_32F, 1.0 / seen.step, (0.5 - part.x) / seen.step - 0.5);
  maps.y.convertTo(maps.y, CV_32F, 1.0 / seen.step, (0.5 - part.y) / seen.step - 0.5);
  cv::remap(seen.picture, out, maps.x, maps.y, cv::INTER_LINEAR, cv::BORDER_CONSTANT, 255);
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
