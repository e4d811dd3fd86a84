#include "tests/bench/made_up_page.hpp"

#include <opencv2/imgproc.hpp>
#include <string>

#include "pipeline/intake/write_image.hpp"

namespace carescan::bench {

using rehearsal::Chance;

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

PageImage through(const cv::Mat& page, const FormPage& form, const rehearsal::Scanner& scanner, Chance& chance) {
  Raster seen = rehearsal::scan({.front = page, .page = form}, scanner, chance).raster;
  if (scanner.tone != rehearsal::Tone::bilevel)
    seen = intake::decode_image(intake::encode_jpeg(seen, scanner.jpeg_quality, scanner.dpi), "scan");
  return {.raster = std::move(seen), .dpi = scanner.dpi, .source = {}};
}

}  // namespace carescan::bench
