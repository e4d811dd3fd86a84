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
    const int j = y / node_px;
    const double fy = static_cast<double>(y % node_px) / node_px;
    for (int x = 0; x < map_x.cols; ++x) {
      const int i = x / node_px;
      const double fx = static_cast<double>(x % node_px) / node_px;
      const cv::Vec2d top = nodes.at<cv::Vec2d>(j, i) * (1 - fx) + nodes.at<cv::Vec2d>(j, i + 1) * fx;
      const cv::Vec2d below = nodes.at<cv::Vec2d>(j + 1, i) * (1 - fx) + nodes.at<cv::Vec2d>(j + 1, i + 1) * fx;
      const cv::Vec2d q = top * (1 - fy) + below * fy;
      map_x.at<float>(y, x) = static_cast<float>(q[0]);
      map_y.at<float>(y, x) = static_cast<float>(q[1]);
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
  cv::Mat seen = source(part);
  const double finer = local_scale(r.to_source, {area.x + area.width / 2, area.y + area.height / 2}) / px_per_mm;
  if (finer > 1.3) {
    cv::Mat blurred;  // not in place: that would blur the page itself
    cv::GaussianBlur(seen, blurred, {0, 0}, 0.45 * std::sqrt(finer * finer - 1));
    seen = blurred;
  }
  map_x -= part.x;
  map_y -= part.y;
  cv::remap(seen, out, map_x, map_y, cv::INTER_LINEAR, cv::BORDER_CONSTANT, 255);
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
