#include "pipeline/drafting/plain_words.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "pipeline/intake/upright.hpp"

namespace carescan::drafting {

namespace {

/// ASCII's punctuation, and U+2000 to U+27BF without letters and numbers: dashes, dots, arrows, triangles, ticks.
bool is_punctuation(const intake::PrintedWord& word) {
  for (std::size_t i = 0; i < word.text.size(); ++i) {
    const auto first = static_cast<unsigned char>(word.text[i]);
    if (std::ispunct(first) != 0) continue;
    if (first != 0xE2 || i + 2 >= word.text.size()) return false;
    const auto second = static_cast<unsigned char>(word.text[i + 1]);
    if (second > 0x9E || second == 0x84 || second == 0x85) return false;
    i += 2;
  }
  return true;
}

/// Type of any colour differs from what is around it; the palest that a printer still shows by so many levels.
bool is_shown(const intake::PrintedWord& word, const Raster& grey, double px_per_mm) {
  constexpr int palest = 24;
  const auto at = [&](double mm, int limit) {
    return std::clamp(static_cast<int>(std::lround(mm * px_per_mm)), 0, limit);
  };
  std::uint8_t darkest = 255, lightest = 0;
  for (int y = at(word.box.y, grey.height); y < at(word.box.bottom(), grey.height); ++y)
    for (int x = at(word.box.x, grey.width); x < at(word.box.right(), grey.width); ++x) {
      const std::uint8_t level =
          grey.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(grey.width) + static_cast<std::size_t>(x)];
      darkest = std::min(darkest, level);
      lightest = std::max(lightest, level);
    }
  return lightest - darkest >= palest;
}

}  // namespace

void leave_out_what_says_nothing(std::vector<intake::PrintedWord>& words, const Raster& page, double px_per_mm) {
  const Raster grey = intake::grey(page);
  std::erase_if(
      words, [&](const intake::PrintedWord& word) { return is_punctuation(word) || !is_shown(word, grey, px_per_mm); });
}

}  // namespace carescan::drafting
