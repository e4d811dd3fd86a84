#include "pipeline/rehearsal/hand.hpp"

#include <algorithm>
#include <cassert>
#include <sstream>

#include "pipeline/model/text.hpp"

namespace carescan::rehearsal {
namespace {

bool knows(const Hand& hand, const std::string& label) {
  return hand.samples.contains(label);
}

bool knows_every_character(const Hand& hand, const std::string& text) {
  return std::all_of(text.begin(), text.end(), [&](char c) { return c == ' ' || knows(hand, std::string(1, c)); });
}

bool can_write(const Hand& hand, const std::string& text) {
  std::istringstream words(text);
  for (std::string word; words >> word;)
    if (!knows(hand, word) && !knows_every_character(hand, word)) return false;
  return true;
}

Ink uneven(const Hand& hand, const Glyph& glyph, double capital_mm, Chance& chance) {
  const double size = capital_mm * (1 + chance.normal(0, hand.unevenness));
  const double stretch = 1 + chance.normal(0, hand.unevenness);
  return placed(glyph.ink, {.dy = capital_mm * chance.normal(0, hand.unevenness * 0.6),
                            .sx = size * stretch,
                            .sy = size,
                            .shear = -size * (hand.slant + chance.normal(0, hand.unevenness * 0.5))});
}

// A word as it was written once, or letter by letter.
double write_word(const Hand& hand, const std::string& word, double capital_mm, double x, Ink& ink, Chance& chance) {
  if (knows(hand, word)) {
    const Glyph& glyph = chance.pick(hand.samples.at(word));
    append(ink, placed(uneven(hand, glyph, capital_mm, chance), {.dx = x}));
    return x + glyph.width * capital_mm;
  }
  for (const char letter : word) {
    const Glyph& glyph = chance.pick(hand.samples.at(std::string(1, letter)));
    append(ink, placed(uneven(hand, glyph, capital_mm, chance), {.dx = x}));
    x += capital_mm * (glyph.width + std::abs(chance.normal(0, hand.unevenness * 0.5)));
  }
  return x;
}

}  // namespace

std::optional<std::string> writable(const Hand& hand, const std::string& text) {
  for (const std::string& way : {text, in_capitals(text), in_small_letters(text)})
    if (can_write(hand, way)) return way;
  return std::nullopt;
}

Ink write_character(const Hand& hand, char character, double capital_mm, Chance& chance) {
  const std::string label(1, character);
  assert(knows(hand, label));
  return uneven(hand, chance.pick(hand.samples.at(label)), capital_mm, chance);
}

Ink write_line(const Hand& hand, const std::string& text, double capital_mm, Chance& chance) {
  Ink ink;
  double x = 0;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    x = write_word(hand, word, capital_mm, x, ink, chance);
    x += capital_mm * hand.gap * chance.uniform(0.85, 1.35);
  }
  return turned(ink, chance.normal(0, hand.unevenness * 8));
}

}  // namespace carescan::rehearsal
