#include "tests/bench/made_up_page.hpp"

#include <fmt/format.h>

#include <iostream>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "pipeline/imaging/straighten.hpp"
#include "pipeline/intake/write_image.hpp"

namespace carescan::bench {

using rehearsal::Chance;

namespace {

PageImage through(const cv::Mat& page, const FormPage& form, const rehearsal::Scanner& scanner, Chance& chance) {
  Raster seen = rehearsal::scan({.front = page, .page = form}, scanner, chance).raster;
  if (scanner.tone != rehearsal::Tone::bilevel)
    seen = intake::decode_image(intake::encode_jpeg(seen, scanner.jpeg_quality, scanner.dpi), "scan");
  return {.raster = std::move(seen), .dpi = scanner.dpi, .source = {}};
}

}  // namespace

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

std::optional<imaging::RegisteredPage> scanned(const cv::Mat& page, const FormTemplate& form, const Raster& blank,
                                               const std::string& preset, Chance& chance) {
  const imaging::PagePrint print = imaging::prepare_print(blank, form.pages[0], form.fields);
  const rehearsal::Scanner scanner = rehearsal::pick_scanner(preset, chance);
  imaging::Straightened straight = imaging::straighten(through(page, form.pages[0], scanner, chance));
  const imaging::Identification found = imaging::identify(straight, {print});
  if (found.accepted) return imaging::RegisteredPage{std::move(straight), *found.accepted, print};
  std::cerr << fmt::format("a {} page was not found: {}\n", preset, found.reason);
  return std::nullopt;
}

}  // namespace carescan::bench
