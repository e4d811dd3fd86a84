#include "pipeline/rehearsal/scanner.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "pipeline/model/failure.hpp"
#include "pipeline/rehearsal/copier.hpp"

namespace carescan::rehearsal {
namespace {

// From template mm to delivered pixels: scale per axis, turn about the middle, shift, then the feeder's stretch, a slow
// wave down the page as rollers speed up and slow down.
struct Warp {
  double angle = 0, scale_x = 1, scale_y = 1;  // px per mm
  PointMm middle;
  PointPx centre;
  double wave_px = 0, wave_length_px = 1, wave_phase = 0;

  double wave(double y) const { return wave_px * std::sin(2 * std::numbers::pi * y / wave_length_px + wave_phase); }

  PointPx operator()(PointMm p) const {
    const double x = (p.x - middle.x) * scale_x, y = (p.y - middle.y) * scale_y;
    const double turned = std::sin(angle) * x + std::cos(angle) * y + centre.y;
    return {std::cos(angle) * x - std::sin(angle) * y + centre.x, turned + wave(turned)};
  }
  // The wave is far slower than its height: three rounds invert it to a thousandth of a pixel.
  PointMm back(PointPx p) const {
    double y = p.y;
    for (int i = 0; i < 3; ++i) y = p.y - wave(y);
    const double dx = p.x - centre.x, dy = y - centre.y;
    return {(std::cos(angle) * dx + std::sin(angle) * dy) / scale_x + middle.x,
            (-std::sin(angle) * dx + std::cos(angle) * dy) / scale_y + middle.y};
  }
};

Warp pick_warp(const FormPage& page, const Scanner& scanner, cv::Size bed, double skew_deg, Chance& chance) {
  const double px_per_mm = scanner.dpi / mm_per_inch;
  Warp warp;
  warp.angle = skew_deg * std::numbers::pi / 180;
  warp.scale_x = px_per_mm * scanner.scale_x * (1 + chance.normal(0, 0.0006));
  warp.scale_y = px_per_mm * scanner.scale_y * (1 + chance.normal(0, 0.0010));
  warp.middle = {page.width_mm / 2, page.height_mm / 2};
  warp.centre = {bed.width / 2.0 + chance.normal(0, scanner.offset_sd_mm) * px_per_mm,
                 bed.height / 2.0 + chance.normal(0, scanner.offset_sd_mm) * px_per_mm};
  warp.wave_px = scanner.stretch_mm * px_per_mm * chance.uniform(0.3, 1);
  warp.wave_length_px = bed.height * chance.uniform(0.5, 1.4);
  warp.wave_phase = chance.uniform(0, 2 * std::numbers::pi);
  return warp;
}

// Where each delivered pixel takes its colour from, in pixel centres of the page's picture.
cv::Mat taken_from(const Warp& warp, cv::Size bed, cv::Point2d page_px_per_mm) {
  cv::Mat map(bed, CV_32FC2);
  for (int y = 0; y < bed.height; ++y)
    for (int x = 0; x < bed.width; ++x) {
      const PointMm p = warp.back({x + 0.5, y + 0.5});
      map.at<cv::Vec2f>(y, x) = {static_cast<float>(p.x * page_px_per_mm.x - 0.5),
                                 static_cast<float>(p.y * page_px_per_mm.y - 0.5)};
    }
  return map;
}

// Optics before sampling: their own blur, and at least what keeps fine print from aliasing.
cv::Mat through_lens(const cv::Mat& page, double page_px_per_mm, const Scanner& scanner) {
  const double shrink = page_px_per_mm * mm_per_inch / scanner.dpi;
  const double sigma = std::hypot(scanner.blur_mm * page_px_per_mm, 0.35 * std::max(0.0, shrink - 1));
  cv::Mat soft;
  cv::GaussianBlur(page, soft, {}, std::max(0.3, sigma));
  return soft;
}

// Paper is never quite white, nor even over the bed; the sensor adds noise.
void expose(cv::Mat& picture, const Scanner& scanner, Chance& chance) {
  std::vector<double> grain(4096);
  for (double& value : grain) value = chance.normal(0, scanner.noise);
  const double across = chance.normal(0, 2), down = chance.normal(0, 2), floor = chance.uniform(4, 18);
  std::uint32_t at = static_cast<std::uint32_t>(chance.integer(1, 1 << 30));
  for (int y = 0; y < picture.rows; ++y)
    for (int x = 0; x < picture.cols; ++x) {
      const double light = scanner.paper + across * x / picture.cols + down * y / picture.rows;
      for (int c = 0; c < 3; ++c) {
        at = at * 1664525u + 1013904223u;  // Numerical Recipes: fast, and the same everywhere
        auto& value = picture.at<cv::Vec3b>(y, x)[c];
        value = cv::saturate_cast<std::uint8_t>(floor + (light - floor) * value / 255 + grain[at >> 20]);
      }
    }
}

Raster delivered(const cv::Mat& picture, const Scanner& scanner, Chance& chance) {
  cv::Mat toned = picture;
  if (scanner.tone != Tone::colour) cv::cvtColor(picture, toned, cv::COLOR_RGB2GRAY);
  if (scanner.tone == Tone::bilevel) {
    // The scanner's own threshold follows the paper: what is clearly darker than its surroundings is black.
    cv::Mat around;
    cv::boxFilter(toned, around, -1, cv::Size(101, 101));
    const double below = chance.uniform(0.70, 0.80);
    for (int y = 0; y < toned.rows; ++y)
      for (int x = 0; x < toned.cols; ++x) {
        const double limit = below * std::max<double>(around.at<std::uint8_t>(y, x), 0.75 * scanner.paper);
        toned.at<std::uint8_t>(y, x) = toned.at<std::uint8_t>(y, x) < limit ? 0 : 255;
      }
  }
  Raster raster = make_raster(toned.cols, toned.rows, toned.channels());
  toned.copyTo(cv::Mat(toned.rows, toned.cols, toned.type(), raster.pixels.data()));
  return raster;
}

PointPx quarter_turned(PointPx p, double height) {
  return {height - p.y, p.x};
}

}  // namespace

Scanner pick_scanner(const std::string& preset, Chance& chance) {
  Scanner scanner;
  if (preset == "clean") {
    scanner = {.dpi = 300,
               .jpeg_quality = 95,
               .skew_sd_deg = 0.1,
               .skew_max_deg = 0.3,
               .offset_sd_mm = 0.3,
               .stretch_mm = 0,
               .blur_mm = 0.03,
               .noise = 0.5,
               .paper = 254};
    return scanner;
  }
  if (preset != "office" && preset != "copier")
    throw Failure{"scanner-unknown", preset, "no such scanner preset", "one of: clean, office, copier"};
  static const std::vector<double> resolutions{150, 200, 200, 200, 300, 300};
  scanner.dpi = chance.pick(resolutions);
  const double tone = chance.uniform(0, 1);
  scanner.tone = tone < 0.45 ? Tone::grey : tone < 0.65 ? Tone::colour : Tone::bilevel;
  if (scanner.tone == Tone::bilevel) scanner.dpi = std::max(scanner.dpi, 200.0);
  scanner.jpeg_quality = chance.integer(50, 95);
  scanner.scale_x = chance.uniform(0.99, 1.01);
  scanner.scale_y = chance.uniform(0.99, 1.01);
  scanner.stretch_mm = 0.08;
  scanner.blur_mm = chance.uniform(0.04, 0.08);
  scanner.noise = chance.uniform(1, 4);
  scanner.paper = chance.uniform(232, 252);
  if (preset == "copier") make_second_generation(scanner, chance);
  return scanner;
}

ScannedPage scan(const cv::Mat& page, const FormPage& paper, const Scanner& scanner, Chance& chance) {
  const double px_per_mm = scanner.dpi / mm_per_inch;
  const cv::Size bed(static_cast<int>(std::lround(paper.width_mm * px_per_mm)),
                     static_cast<int>(std::lround(paper.height_mm * px_per_mm)));
  const cv::Point2d page_px(page.cols / paper.width_mm, page.rows / paper.height_mm);
  ScannedPage scanned{.raster = {}, .width_mm = paper.width_mm, .height_mm = paper.height_mm};
  scanned.skew_deg = std::clamp(chance.normal(0, scanner.skew_sd_deg), -scanner.skew_max_deg, scanner.skew_max_deg);
  const Warp warp = pick_warp(paper, scanner, bed, scanned.skew_deg, chance);
  cv::Mat source = scanner.second_generation ? photocopied(page, page_px.x, chance) : page, picture;
  cv::remap(through_lens(source, page_px.x, scanner), picture, taken_from(warp, bed, page_px), cv::noArray(),
            cv::INTER_CUBIC, cv::BORDER_CONSTANT, cv::Scalar(255, 255, 255));
  expose(picture, scanner, chance);
  scanned.raster = delivered(picture, scanner, chance);
  scanned.corners_px = {warp({0, 0}), warp({paper.width_mm, 0}), warp({paper.width_mm, paper.height_mm}),
                        warp({0, paper.height_mm})};
  return scanned;
}

ScannedPage turned_page(const ScannedPage& page, int turn_deg) {
  ScannedPage turned = page;
  for (int done = 0; done < turn_deg; done += 90) {
    const Raster from = turned.raster;
    Raster& to = turned.raster = make_raster(from.height, from.width, from.channels);
    const auto channels = static_cast<std::size_t>(from.channels);
    for (int y = 0; y < from.height; ++y)
      for (int x = 0; x < from.width; ++x)
        std::copy_n(&from.pixels[static_cast<std::size_t>(y * from.width + x) * channels], channels,
                    &to.pixels[static_cast<std::size_t>(x * to.width + from.height - 1 - y) * channels]);
    for (PointPx& corner : turned.corners_px) corner = quarter_turned(corner, from.height);
    turned.turn_deg = (turned.turn_deg + 90) % 360;
  }
  return turned;
}

Raster scan_empty_sheet(const FormPage& paper, const Scanner& scanner, Chance& chance) {
  const double px_per_mm = 150 / mm_per_inch;
  const cv::Mat white(static_cast<int>(paper.height_mm * px_per_mm), static_cast<int>(paper.width_mm * px_per_mm),
                      CV_8UC3, cv::Scalar(255, 255, 255));
  return scan(white, paper, scanner, chance).raster;
}

}  // namespace carescan::rehearsal
