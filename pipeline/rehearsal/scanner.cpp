#include "pipeline/rehearsal/scanner.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "pipeline/rehearsal/copier.hpp"
#include "pipeline/rehearsal/sensor.hpp"
#include "pipeline/rehearsal/warp.hpp"

namespace carescan::rehearsal {
namespace {

// Scale per axis, turn about the page's middle, shift.
cv::Matx33d placed(PointMm middle, PointPx centre, double angle, double scale_x, double scale_y) {
  const double c = std::cos(angle), s = std::sin(angle);
  const double a = c * scale_x, b = -s * scale_y, d = s * scale_x, e = c * scale_y;
  return {a, b, centre.x - a * middle.x - b * middle.y, d, e, centre.y - d * middle.x - e * middle.y, 0, 0, 1};
}

Warp pick_warp(const FormPage& page, const Scanner& scanner, cv::Size bed, double skew_deg, Chance& chance) {
  const double px_per_mm = scanner.dpi / mm_per_inch;
  const double scale_x = px_per_mm * scanner.scale_x * (1 + chance.normal(0, 0.0006));
  const double scale_y = px_per_mm * scanner.scale_y * (1 + chance.normal(0, 0.0010));
  const PointPx centre{bed.width / 2.0 + chance.normal(0, scanner.offset_sd_mm) * px_per_mm,
                       bed.height / 2.0 + chance.normal(0, scanner.offset_sd_mm) * px_per_mm};
  Warp warp(
      placed({page.width_mm / 2, page.height_mm / 2}, centre, skew_deg * std::numbers::pi / 180, scale_x, scale_y));
  warp.wave.height_px = scanner.stretch_mm * px_per_mm * chance.uniform(0.3, 1);
  warp.wave.length_px = bed.height * chance.uniform(0.5, 1.4);
  warp.wave.phase = chance.uniform(0, 2 * std::numbers::pi);
  return warp;
}

CornersPx corners_of(const BoxMm& box, const Warp& warp) {
  return {warp({box.x, box.y}), warp({box.right(), box.y}), warp({box.right(), box.bottom()}),
          warp({box.x, box.bottom()})};
}

CornersPx quarter_turned(CornersPx corners, double height) {
  for (PointPx& corner : corners) corner = {height - corner.y, corner.x};
  return corners;
}

Raster quarter_turned(const Raster& from) {
  Raster to = make_raster(from.height, from.width, from.channels);
  const auto channels = static_cast<std::size_t>(from.channels);
  for (int y = 0; y < from.height; ++y)
    for (int x = 0; x < from.width; ++x)
      std::copy_n(&from.pixels[static_cast<std::size_t>(y * from.width + x) * channels], channels,
                  &to.pixels[static_cast<std::size_t>(x * to.width + from.height - 1 - y) * channels]);
  return to;
}

}  // namespace

ScannedPage scan(const Sheet& sheet, const Scanner& scanner, Chance& chance) {
  const FormPage& paper = sheet.page;
  const double px_per_mm = scanner.dpi / mm_per_inch;
  const cv::Size bed(static_cast<int>(std::lround(paper.width_mm * px_per_mm)),
                     static_cast<int>(std::lround(paper.height_mm * px_per_mm)));
  const cv::Point2d page_px(sheet.front.cols / paper.width_mm, sheet.front.rows / paper.height_mm);
  ScannedPage scanned{.raster = {}, .width_mm = paper.width_mm, .height_mm = paper.height_mm};
  scanned.skew_deg = std::clamp(chance.normal(0, scanner.skew_sd_deg), -scanner.skew_max_deg, scanner.skew_max_deg);
  const Warp warp = pick_warp(paper, scanner, bed, scanned.skew_deg, chance);
  cv::Mat source = scanner.second_generation ? photocopied(sheet.front, page_px.x, chance) : sheet.front, picture;
  cv::remap(through_lens(source, page_px.x, scanner), picture, warp.taken_from(bed, page_px), cv::noArray(),
            cv::INTER_CUBIC, cv::BORDER_CONSTANT, cv::Scalar(255, 255, 255));
  expose(picture, scanner, chance);
  scanned.raster = toned(picture, scanner, chance);
  scanned.corners_px = corners_of({0, 0, paper.width_mm, paper.height_mm}, warp);
  for (const auto& [name, box] : sheet.boxes) scanned.fields_px[name] = corners_of(box, warp);
  return scanned;
}

ScannedPage turned_page(const ScannedPage& page, int turn_deg) {
  ScannedPage turned = page;
  for (int done = 0; done < turn_deg; done += 90) {
    const double height = turned.raster.height;
    turned.raster = quarter_turned(turned.raster);
    turned.corners_px = quarter_turned(turned.corners_px, height);
    for (auto& [name, corners] : turned.fields_px) corners = quarter_turned(corners, height);
    turned.turn_deg = (turned.turn_deg + 90) % 360;
  }
  return turned;
}

Raster scan_empty_sheet(const FormPage& paper, const Scanner& scanner, Chance& chance) {
  const double px_per_mm = 150 / mm_per_inch;
  const cv::Mat white(static_cast<int>(paper.height_mm * px_per_mm), static_cast<int>(paper.width_mm * px_per_mm),
                      CV_8UC3, cv::Scalar(255, 255, 255));
  return scan({.front = white, .page = paper}, scanner, chance).raster;
}

}  // namespace carescan::rehearsal
