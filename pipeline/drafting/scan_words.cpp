#include "pipeline/drafting/scan_words.hpp"

#include <algorithm>
#include <cmath>

#include "pipeline/intake/upright.hpp"

namespace carescan::drafting {

namespace {

constexpr double margin_mm = 0.6, believable = 0.5;
/// Of a line's height: from the top of its capitals to the foot of its descenders.
constexpr double type_size = 0.95;

Raster cut(const Raster& grey, const BoxMm& box, double px_per_mm) {
  const auto at = [&](double mm, int limit) {
    return std::clamp(static_cast<int>(std::lround(mm * px_per_mm)), 0, limit);
  };
  const int left = at(box.x, grey.width), right = at(box.right(), grey.width);
  const int top = at(box.y, grey.height), bottom = at(box.bottom(), grey.height);
  Raster out = make_raster(right - left, bottom - top);
  for (int y = top; y < bottom; ++y)
    std::copy_n(grey.pixels.begin() + static_cast<std::ptrdiff_t>(y) * grey.width + left, right - left,
                out.pixels.begin() + static_cast<std::ptrdiff_t>(y - top) * out.width);
  return out;
}

}  // namespace

std::vector<intake::PrintedWord> scan_words(const Raster& page, const FormPage& size, const imaging::Frames& frames,
                                            reading::TextEngine& engine) {
  const Raster grey = intake::grey(page);
  const double px_per_mm = grey.width / size.width_mm;
  std::vector<intake::PrintedWord> words;
  for (const BoxMm& line : imaging::find_text(grey, size.width_mm, size.height_mm, frames)) {
    const auto guesses = engine.read_line(cut(grey, line.grown(margin_mm), px_per_mm), px_per_mm, "");
    if (!guesses.empty() && guesses.front().score >= believable)
      words.push_back({guesses.front().text, line, type_size * line.height});
  }
  return words;
}

}  // namespace carescan::drafting
