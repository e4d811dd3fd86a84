#include "tests/bench/made_up_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "pipeline/imaging/mat.hpp"
#include "pipeline/imaging/straighten.hpp"
#include "pipeline/intake/write_image.hpp"
#include "pipeline/model/page_image.hpp"
#include "pipeline/rehearsal/scanner.hpp"

namespace carescan::bench {

using rehearsal::Chance;

namespace {

/// cv's drawing functions take places in px with so many bits behind the point.
constexpr int shift = 4;
constexpr double shifted_per_mm = made_up_px_per_mm * (1 << shift);

cv::Point at(PointMm place) {
  return {static_cast<int>(std::lround(place.x * shifted_per_mm)),
          static_cast<int>(std::lround(place.y * shifted_per_mm))};
}

int stroke_px(double stroke_mm) {
  return std::max(1, static_cast<int>(std::lround(stroke_mm * made_up_px_per_mm)));
}

PageImage through(const cv::Mat& page, const FormPage& form, const rehearsal::Scanner& scanner, Chance& chance) {
  Raster seen = rehearsal::scan({.front = page, .page = form}, scanner, chance).raster;
  if (scanner.tone != rehearsal::Tone::bilevel)
    seen = intake::decode_image(intake::encode_jpeg(seen, scanner.jpeg_quality, scanner.dpi), "scan");
  return {.raster = std::move(seen), .dpi = scanner.dpi, .source = {}};
}

}  // namespace

std::vector<BoxMm> MadeUpPage::rivals(std::size_t i) const {
  std::vector<BoxMm> out;
  for (std::size_t k = 0; k < form.fields.size(); ++k)
    if (k != i && form.fields[k].box.overlaps(form.fields[i].box.grown(2))) out.push_back(form.fields[k].box);
  return out;
}

MadeUpPage make_up_page(const std::string& id, Chance& chance,
                        const std::function<void(FormTemplate&, cv::Mat&)>& print) {
  constexpr double room_mm = made_up_width_mm - 2 * made_up_edge_mm;
  MadeUpPage out;
  out.form.id = id;
  out.form.pages = {{.number = 1, .width_mm = made_up_width_mm, .height_mm = made_up_height_mm}};
  cv::Mat page(static_cast<int>(made_up_height_mm * made_up_px_per_mm),
               static_cast<int>(made_up_width_mm * made_up_px_per_mm), CV_8U, cv::Scalar(255));
  print_words(page, {made_up_edge_mm, 14}, room_mm, 5, chance);
  print(out.form, page);
  print_words(page, {made_up_edge_mm, made_up_height_mm - 8}, room_mm, 2.5, chance);
  out.blank = imaging::to_raster(page);
  return out;
}

void print_words(cv::Mat& page, PointMm baseline, double room_mm, double size_mm, Chance& chance) {
  std::string text;
  while (static_cast<double>(text.size()) < room_mm / (0.85 * size_mm)) {
    for (int i = chance.integer(2, 8); i > 0; --i) text += static_cast<char>(chance.integer('a', 'z'));
    text += ' ';
  }
  cv::putText(page, text,
              {static_cast<int>(baseline.x * made_up_px_per_mm), static_cast<int>(baseline.y * made_up_px_per_mm)},
              cv::FONT_HERSHEY_SIMPLEX, size_mm * made_up_px_per_mm / 22, 20, 3, cv::LINE_AA);
}

void print_rule(cv::Mat& page, PointMm from, PointMm to, double grey, double stroke_mm) {
  cv::line(page, at(from), at(to), grey, stroke_px(stroke_mm), cv::LINE_AA, shift);
}

void print_frame(cv::Mat& page, const BoxMm& box, double grey, double stroke_mm) {
  cv::rectangle(page, at({box.x, box.y}), at({box.right(), box.bottom()}), grey, stroke_px(stroke_mm), cv::LINE_AA,
                shift);
}

void print_ring(cv::Mat& page, PointMm centre, double radius_mm, double grey, double stroke_mm) {
  cv::circle(page, at(centre), static_cast<int>(radius_mm * shifted_per_mm), grey,
             stroke_mm > 0 ? stroke_px(stroke_mm) : cv::FILLED, cv::LINE_AA, shift);
}

cv::Mat fresh_sheet(const MadeUpPage& page) {
  cv::Mat sheet;
  cv::cvtColor(imaging::view(page.blank), sheet, cv::COLOR_GRAY2RGB);
  return sheet;
}

cv::Point2d px_per_mm(const cv::Mat& sheet, const MadeUpPage& page) {
  return {sheet.cols / page.form.pages[0].width_mm, sheet.rows / page.form.pages[0].height_mm};
}

std::optional<imaging::RegisteredPage> scanned(const cv::Mat& sheet, const MadeUpPage& page, const std::string& preset,
                                               Chance& chance) {
  const FormPage& size = page.form.pages[0];
  const imaging::PagePrint print = imaging::prepare_print(page.blank, size, page.form.fields);
  const rehearsal::Scanner scanner = rehearsal::pick_scanner(preset, chance);
  imaging::Straightened straight = imaging::straighten(through(sheet, size, scanner, chance));
  const imaging::Identification found = imaging::identify(straight, {print});
  if (found.accepted) return imaging::RegisteredPage{std::move(straight), *found.accepted, print};
  std::cerr << fmt::format("a {} page was not found: {}\n", preset, found.reason);
  return std::nullopt;
}

}  // namespace carescan::bench
