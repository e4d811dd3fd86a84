#include "pipeline/imaging/trace_pictures.hpp"

#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "pipeline/imaging/mat.hpp"
#include "pipeline/imaging/print_impl.hpp"
#include "pipeline/imaging/sampling.hpp"

namespace carescan::imaging {
namespace {

constexpr double residual_magnified = 50;

cv::Mat coloured(const cv::Mat& grey) {
  cv::Mat rgb;
  cv::cvtColor(grey, rgb, cv::COLOR_GRAY2RGB);
  return rgb;
}

cv::Point pixel(PointMm p) {
  return {cvRound(p.x * feature_px_per_mm), cvRound(p.y * feature_px_per_mm)};
}

}  // namespace

void trace_matches(Trace& trace, const std::string& name, const cv::Mat& page, const Features& page_features,
                   const PagePrint& print, const CoarseMap& map) {
  const PagePrint::Impl& impl = print.impl();
  cv::Mat both(std::max(page.rows, impl.coarse.rows), page.cols + impl.coarse.cols, CV_8UC3, cv::Scalar::all(255));
  coloured(page).copyTo(both(cv::Rect({0, 0}, page.size())));
  coloured(impl.coarse).copyTo(both(cv::Rect({page.cols, 0}, impl.coarse.size())));
  for (const cv::DMatch& m : map.agreeing)
    cv::line(
        both, page_features.points[static_cast<std::size_t>(m.queryIdx)].pt,
        impl.features.points[static_cast<std::size_t>(m.trainIdx)].pt + cv::Point2f(static_cast<float>(page.cols), 0),
        {220, 60, 20}, 1, cv::LINE_AA);
  trace.picture(name + "-matches", to_raster(both));
}

void trace_residuals(Trace& trace, const std::string& name, const PagePrint& print, const Registration& r,
                     const std::vector<PatchMatch>& patches) {
  cv::Mat picture = coloured(print.impl().coarse * 0.4 + 150);
  for (const PatchMatch& m : patches) {
    const cv::Point at = pixel(m.seen.print);
    if (!m.found) {
      cv::drawMarker(picture, at, {120, 120, 120}, cv::MARKER_TILTED_CROSS, 9);
      continue;
    }
    const PointMm d = r.local.at(m.seen.print), seen = to_mm(r.to_source, m.seen.page);
    const PointMm off{(seen.x - m.seen.print.x - d.x) * residual_magnified,
                      (seen.y - m.seen.print.y - d.y) * residual_magnified};
    cv::circle(picture, at, 3, {20, 120, 20}, cv::FILLED);
    cv::line(picture, at, pixel({m.seen.print.x + off.x, m.seen.print.y + off.y}), {220, 30, 30}, 1, cv::LINE_AA);
  }
  trace.picture(name + "-residuals", to_raster(picture));
}

void trace_overlay(Trace& trace, const std::string& name, const Straightened& page, const PagePrint& print,
                   const Registration& r) {
  const BoxMm all{0, 0, print.width_mm(), print.height_mm()};
  const cv::Mat scan = sample(view(page.grey), r, print, all, print_px_per_mm);
  const cv::Mat blank = sample_blank(print, all, print_px_per_mm);
  const std::array<cv::Mat, 3> channels{blank, scan, scan};
  cv::Mat picture;
  cv::merge(channels.data(), channels.size(), picture);
  trace.picture(name + "-overlay", to_raster(picture));
}

}  // namespace carescan::imaging
