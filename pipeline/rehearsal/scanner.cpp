#include "pipeline/rehearsal/scanner.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "pipeline/rehearsal/camera.hpp"
#include "pipeline/rehearsal/copier.hpp"
#include "pipeline/rehearsal/fax.hpp"
#include "pipeline/rehearsal/old_paper.hpp"
#include "pipeline/rehearsal/phone.hpp"
#include "pipeline/rehearsal/sensor.hpp"
#include "pipeline/rehearsal/warp.hpp"

namespace carescan::rehearsal {
namespace {

// Scale per axis, turn about the page's middle, shift; then rows are taken, `rows` to the width of a pixel: paper is
// turned on the glass, before a fax looks at it line by line.
cv::Matx33d placed(PointMm middle, PointPx centre, double angle, double scale_x, double scale_y, double rows) {
  const double c = std::cos(angle), s = std::sin(angle);
  const double a = c * scale_x, b = -s * scale_y, d = rows * s * scale_x, e = rows * c * scale_y;
  return {a, b, centre.x - a * middle.x - b * middle.y, d, e, centre.y - d * middle.x - e * middle.y, 0, 0, 1};
}

// The part of the bed that is delivered, and how the page is meant to lie on it.
struct Layout {
  int turn_deg = 0;
  cv::Size size;          // px
  cv::Point2d px_per_mm;  // along the rows, along the columns
  cv::Point2d shift_px;   // of the page's middle from the picture's
};

int pick_turn(const Scanner& scanner, Chance chance) {
  const double kind = chance.uniform(0, 1);
  if (kind < scanner.upside_down) return 180;
  if (kind < scanner.upside_down + scanner.sideways) return chance.happens(0.5) ? 90 : 270;
  return 0;
}

// A bed that is larger than the page shows its lid beside it; one that is set too small cuts an edge off.
void misfit(Layout& layout, Chance chance) {
  const double kind = chance.uniform(0, 1);
  if (kind > 0.55) return;
  const double sign = chance.happens(0.5) ? 1 : -1;
  const bool larger = kind < 0.25, along = chance.happens(0.5);
  const double by_mm = larger ? chance.uniform(4, 22) : -chance.uniform(0.5, 4);
  const auto change = [&](int& length, double& shift, double px_per_mm) {
    length += static_cast<int>(std::lround(by_mm * px_per_mm));
    shift += sign * by_mm / 2 * px_per_mm;
  };
  if (along || larger) change(layout.size.width, layout.shift_px.x, layout.px_per_mm.x);
  if (!along || larger) change(layout.size.height, layout.shift_px.y, layout.px_per_mm.y);
}

Layout lay_out(const FormPage& page, const Scanner& scanner, const Chance& chance) {
  Layout layout;
  layout.turn_deg = pick_turn(scanner, chance.fork("turn"));
  layout.px_per_mm = {scanner.dpi / mm_per_inch, scanner.dpi_down() / mm_per_inch};
  const bool sideways = layout.turn_deg % 180 != 0;
  const double width_mm = sideways ? page.height_mm : page.width_mm;
  const double height_mm = sideways ? page.width_mm : page.height_mm;
  layout.size = {static_cast<int>(std::lround(width_mm * layout.px_per_mm.x)),
                 static_cast<int>(std::lround(height_mm * layout.px_per_mm.y))};
  if (scanner.old) misfit(layout, chance.fork("bed"));
  if (scanner.fax) {
    const int header = header_rows(*scanner.fax);
    layout.size = {fax_line_px, layout.size.height + header};
    layout.shift_px.y += header / 2.0;
  }
  return layout;
}

Warp pick_warp(const FormPage& page, const Scanner& scanner, const Layout& bed, double skew_deg, Chance& chance) {
  const double scale_x = bed.px_per_mm.x * scanner.scale_x * (1 + chance.normal(0, 0.0006));
  const double scale_y = bed.px_per_mm.x * scanner.scale_y * (1 + chance.normal(0, 0.0010));
  const PointPx centre{
      bed.size.width / 2.0 + chance.normal(0, scanner.offset_sd_mm) * bed.px_per_mm.x + bed.shift_px.x,
      bed.size.height / 2.0 + chance.normal(0, scanner.offset_sd_mm) * bed.px_per_mm.y + bed.shift_px.y};
  Warp warp(placed({page.width_mm / 2, page.height_mm / 2}, centre, (bed.turn_deg + skew_deg) * std::numbers::pi / 180,
                   scale_x, scale_y, bed.px_per_mm.y / bed.px_per_mm.x));
  warp.wave.height_px = scanner.stretch_mm * bed.px_per_mm.y * chance.uniform(0.3, 1);
  warp.wave.length_px = bed.size.height * chance.uniform(0.5, 1.4);
  warp.wave.phase = chance.uniform(0, 2 * std::numbers::pi);
  if (scanner.old) {
    Chance folding = chance.fork("folds");
    warp.creases = pick_creases(page, *scanner.old, folding);
  }
  if (scanner.fax) {
    Chance line = chance.fork("line");
    warp.slips = pick_slips(*scanner.fax, bed.size.height, line);
  }
  return warp;
}

CornersPx corners_of(const BoxMm& box, const Warp& warp, double row_height) {
  CornersPx corners{warp({box.x, box.y}), warp({box.right(), box.y}), warp({box.right(), box.bottom()}),
                    warp({box.x, box.bottom()})};
  for (PointPx& corner : corners) corner.y *= row_height;
  return corners;
}

// What the warp says of the page and its fields; `row_height` in widths of a pixel.
void locate(ScannedPage& scanned, const Sheet& sheet, const Warp& warp, double row_height) {
  scanned.width_mm = sheet.page.width_mm;
  scanned.height_mm = sheet.page.height_mm;
  scanned.corners_px = corners_of({0, 0, scanned.width_mm, scanned.height_mm}, warp, row_height);
  for (const auto& [name, box] : sheet.boxes) scanned.fields_px[name] = corners_of(box, warp, row_height);
}

// Intake stretches a fax to whole rows of square pixels.
double row_height(const Raster& raster, const Scanner& scanner) {
  return std::round(raster.height * scanner.dpi / scanner.dpi_down()) / raster.height;
}

// What lies on the glass: the sheet, a copy of it, or what the years have made of it.
cv::Mat original(const Sheet& sheet, const Scanner& scanner, const Warp& warp, Chance& chance) {
  if (scanner.second_generation) return photocopied(sheet.front, sheet.front.cols / sheet.page.width_mm, chance);
  if (!scanner.old) return sheet.front;
  Chance years = chance.fork("years");
  return aged(sheet, *scanner.old, warp.creases, years);
}

ScannedPage from_bed(const Sheet& sheet, const Scanner& scanner, Chance& chance) {
  const Layout bed = lay_out(sheet.page, scanner, chance);
  const cv::Point2d page_px(sheet.front.cols / sheet.page.width_mm, sheet.front.rows / sheet.page.height_mm);
  ScannedPage scanned{.raster = {}, .turn_deg = bed.turn_deg};
  scanned.skew_deg = std::clamp(chance.normal(0, scanner.skew_sd_deg), -scanner.skew_max_deg, scanner.skew_max_deg);
  const Warp warp = pick_warp(sheet.page, scanner, bed, scanned.skew_deg, chance);
  const cv::Mat source = original(sheet, scanner, warp, chance);
  cv::Mat picture;
  cv::remap(through_lens(source, page_px.x, scanner), picture, warp.taken_from(bed.size, page_px), cv::noArray(),
            cv::INTER_CUBIC, cv::BORDER_CONSTANT, cv::Scalar::all(scanner.old ? scanner.old->lid : 255));
  expose(picture, scanner, chance);
  scanned.raster = toned(picture, scanner, chance);
  if (scanner.fax) {
    Chance line = chance.fork("transmission");
    transmit(scanned.raster, *scanner.fax, sheet.page.number, sheet.page_count, line);
  }
  locate(scanned, sheet, warp, row_height(scanned.raster, scanner));
  return scanned;
}

ScannedPage from_phone(const Sheet& sheet, const Scanner& scanner, Chance& chance) {
  const View view = hold(sheet.page, *scanner.phone, pick_turn(scanner, chance.fork("turn")), chance);
  ScannedPage scanned{.raster = {}, .skew_deg = view.skew_deg, .turn_deg = view.turn_deg};
  scanned.raster = toned(photograph(sheet, scanner, view, chance), scanner, chance);
  locate(scanned, sheet, view.warp, 1);
  return scanned;
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
  return scanner.phone ? from_phone(sheet, scanner, chance) : from_bed(sheet, scanner, chance);
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
