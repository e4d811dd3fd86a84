#include "pipeline/rehearsal/phone.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "pipeline/rehearsal/clouds.hpp"
#include "pipeline/rehearsal/desk.hpp"

namespace carescan::rehearsal {
namespace {

constexpr int desk_step = 3, light_step = 16;  // full pixels to one of these maps

cv::Size fewer(cv::Size size, int step) {
  return {(size.width + step - 1) / step, (size.height + step - 1) / step};
}

// Where the page lies in the frame, 255 inside, in a map of one pixel to `step`.
cv::Mat outline(const FormPage& page, const View& view, int step) {
  std::vector<cv::Point> path;
  const auto walk = [&](PointMm from, PointMm to) {
    for (int i = 0; i < 60; ++i) {
      const PointPx p = view.warp({from.x + (to.x - from.x) * i / 60, from.y + (to.y - from.y) * i / 60});
      path.emplace_back(static_cast<int>(std::lround((p.x / step - 0.5) * 16)),
                        static_cast<int>(std::lround((p.y / step - 0.5) * 16)));
    }
  };
  const PointMm a{0, 0}, b{page.width_mm, 0}, c{page.width_mm, page.height_mm}, d{0, page.height_mm};
  walk(a, b), walk(b, c), walk(c, d), walk(d, a);
  cv::Mat mask = cv::Mat::zeros(fewer(view.frame, step), CV_8U);
  cv::fillPoly(mask, std::vector<std::vector<cv::Point>>{path}, 255, cv::LINE_AA, 4);
  return mask;
}

// The desk, darker where the sheet keeps the light off it.
cv::Mat desk_around(const FormPage& page, const Scanner& scanner, const View& view, Chance& chance) {
  const cv::Size size = fewer(view.frame, desk_step);
  cv::Mat table = desk(scanner.phone->desk, size, view.px_per_mm / desk_step, chance), shadow, full;
  const double soft = chance.uniform(0.8, 4) * view.px_per_mm / desk_step;
  cv::GaussianBlur(outline(page, view, desk_step), shadow, {}, soft);
  const cv::Mat moved = (cv::Mat_<double>(2, 3) << 1, 0, chance.normal(0, soft), 0, 1, chance.normal(0, soft));
  cv::warpAffine(shadow, shadow, moved, size);
  shadow.convertTo(shadow, CV_8U, -chance.uniform(0.3, 0.65), 255);
  cv::cvtColor(shadow, shadow, cv::COLOR_GRAY2RGB);
  cv::multiply(table, shadow, table, 1 / 255.0);
  cv::resize(table, full, view.frame, 0, 0, cv::INTER_LINEAR);
  return full;
}

// The shadow of a hand or of the phone itself, reaching in from a side of the frame.
cv::Mat cast_shadow(cv::Size size, Chance& chance) {
  cv::Mat light(size, CV_32F, cv::Scalar(1));
  if (chance.happens(0.35)) return light;
  const double side = chance.uniform(0, 2 * std::numbers::pi), reach = chance.uniform(0.25, 0.6);
  const cv::Point2d middle(size.width / 2.0, size.height / 2.0), out(std::cos(side), std::sin(side));
  const cv::Point2d at = middle + cv::Point2d(out.x * size.width, out.y * size.height) * (0.85 - reach);
  const cv::Size2f block(static_cast<float>(size.width * chance.uniform(0.3, 0.7)),
                         static_cast<float>(size.height * chance.uniform(0.5, 1.2)));
  cv::Mat dark = cv::Mat::zeros(size, CV_32F);
  const cv::RotatedRect arm(at, block, static_cast<float>(side * 180 / std::numbers::pi + chance.normal(0, 20)));
  cv::ellipse(dark, arm, cv::Scalar(1), cv::FILLED);
  cv::GaussianBlur(dark, dark, {}, chance.uniform(0.012, 0.06) * size.width);
  return light - chance.uniform(0.15, 0.5) * dark;
}

// Lamp and lens: a gradient over the frame, darker corners (cos⁴ and what the mount cuts off), the cast shadow, which
// is bluer than the lamp. 255 is what the sensor can just hold.
cv::Mat light_map(const Scanner& scanner, cv::Size frame, Chance& chance) {
  const cv::Size size = fewer(frame, light_step);
  const cv::Mat shadow = cast_shadow(size, chance);
  const double slope = chance.uniform(0.02, 0.30), from = chance.uniform(0, 2 * std::numbers::pi);
  const double vignette = chance.uniform(0.05, 0.35), bright = scanner.paper;
  cv::Mat map(size, CV_8UC3);
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x) {
      const double u = 2.0 * x / size.width - 1, v = 2.0 * y / size.height - 1;
      const double lamp = 1 + slope * (std::cos(from) * u + std::sin(from) * v) / 1.4 - slope / 2;
      const double lens = 1 - vignette * (u * u + v * v) / 2 * (0.5 + 0.25 * (u * u + v * v));
      const double shaded = shadow.at<float>(y, x);
      for (int c = 0; c < 3; ++c) {
        const double own = shaded + (c == 2 ? 0.12 : c == 1 ? 0.04 : 0) * (1 - shaded);
        map.at<cv::Vec3b>(y, x)[c] = cv::saturate_cast<std::uint8_t>(bright * lamp * lens * own *
                                                                     scanner.phone->light[static_cast<std::size_t>(c)]);
      }
    }
  return map;
}

// Out of focus; and, one photograph in three, moved while the shutter was open: a short line as the kernel.
void blur(cv::Mat& picture, const Phone& phone, Chance& chance) {
  cv::GaussianBlur(picture, picture, {}, phone.defocus_px);
  if (!chance.happens(0.35)) return;
  const double length = chance.uniform(1, 3.5), angle = chance.uniform(0, std::numbers::pi);
  cv::Mat kernel = cv::Mat::zeros(5, 5, CV_32F);
  for (double t = -0.5; t <= 0.5; t += 1.0 / 16) {
    const double x = 2 + length * t * std::cos(angle), y = 2 + length * t * std::sin(angle);
    const int left = static_cast<int>(x), top = static_cast<int>(y);
    for (const auto& [dx, dy] : {std::pair{0, 0}, {1, 0}, {0, 1}, {1, 1}})
      kernel.at<float>(std::min(4, top + dy), std::min(4, left + dx)) +=
          static_cast<float>((1 - std::abs(x - left - dx)) * (1 - std::abs(y - top - dy)));
  }
  cv::filter2D(picture, picture, -1, kernel / cv::sum(kernel)[0]);
}

// One tile of noise laid over the frame, begun elsewhere in every block: what the eye cannot tell from fresh noise.
void add_noise(cv::Mat& picture, double spread, Chance& chance) {
  constexpr int tile = 256;
  cv::Mat grain(2 * tile, 2 * tile, CV_16SC3), block, wide;
  for (auto& value : cv::Mat_<cv::Vec3s>(grain))
    for (int c = 0; c < 3; ++c) value[c] = static_cast<short>(std::lround(chance.uniform(-1.7, 1.7) * spread));
  cv::GaussianBlur(grain, grain, {}, 0.6);
  for (int y = 0; y < picture.rows; y += tile)
    for (int x = 0; x < picture.cols; x += tile) {
      const cv::Rect area = cv::Rect(x, y, tile, tile) & cv::Rect({0, 0}, picture.size());
      const cv::Rect from({chance.integer(0, tile - 1), chance.integer(0, tile - 1)}, area.size());
      picture(area).convertTo(wide, CV_16S);
      block = wide + grain(from);
      block.convertTo(picture(area), CV_8U);
    }
}

}  // namespace

Scanner phone_camera(Chance& chance) {
  static const std::vector<cv::Size> frames{{2448, 3264}, {2736, 3648}, {3000, 4000}, {3024, 4032}};
  Scanner scanner;
  scanner.dpi = 72;  // what phones write, whatever the picture shows
  scanner.tone = Tone::colour;
  scanner.jpeg_quality = chance.integer(60, 92);
  scanner.noise = chance.uniform(1, 6);
  scanner.paper = chance.uniform(185, 262);  // above 255 the paper's white is blown out
  scanner.sideways = 0.08;
  scanner.upside_down = 0.02;
  Phone& phone = scanner.phone.emplace();
  phone.frame = chance.pick(frames);
  phone.focal = chance.uniform(0.62, 0.85);
  const double warm = chance.normal(0, 0.035), green = chance.normal(0, 0.015);
  phone.light = {1 + warm, 1 + green, 1 - 1.4 * warm};
  phone.defocus_px = chance.uniform(0.5, 1.6);
  phone.desk = chance.integer(0, desk_kinds - 1);
  return scanner;
}

cv::Mat photograph(const Sheet& sheet, const Scanner& scanner, const View& view, Chance& chance) {
  const cv::Point2d page_px(sheet.front.cols / sheet.page.width_mm, sheet.front.rows / sheet.page.height_mm);
  cv::Mat picture = desk_around(sheet.page, scanner, view, chance), page;
  cv::remap(sheet.front, page, view.warp.taken_from(view.frame, page_px), cv::noArray(), cv::INTER_LINEAR,
            cv::BORDER_REPLICATE);
  page.copyTo(picture, outline(sheet.page, view, 1) >= 128);
  shade(picture, light_map(scanner, view.frame, chance));
  blur(picture, *scanner.phone, chance);
  add_noise(picture, scanner.noise, chance);
  return picture;
}

}  // namespace carescan::rehearsal
