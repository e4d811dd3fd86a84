#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/rehearsal/chance.hpp"
#include "pipeline/rehearsal/ink.hpp"

namespace carescan::rehearsal {

/// One way a person writes a character or a word: height of capitals 1, baseline y = 0 (y down), ink begins at x = 0.
struct Glyph {
  Ink ink;
  double width = 0;  ///< to where the next one begins
};

/// One person's hand: what they wrote, and how evenly they write.
struct Hand {
  std::string name{};
  std::map<std::string, std::vector<Glyph>> samples{};  ///< by character or word
  double capital_mm = 3;                                ///< height of their capitals when there is room
  double slant = 0;                                     ///< x moved per y up
  double unevenness = 0.05;                             ///< spread of size and place, as a share of the capital height
  double gap = 0.35;                                    ///< between words, in capital heights
  double min_stroke_mm = 0;                             ///< outlines thinner than a pen are thickened by this
};

/// The text as this hand can write it: as it is, or all in capitals or in small letters where only those were sampled;
/// nullopt when a character is missing altogether.
std::optional<std::string> writable(const Hand&, const std::string& text);

/// One character, baseline at y = 0, ink from x = 0, capitals `capital_mm` high. The hand must know it.
Ink write_character(const Hand&, char character, double capital_mm, Chance&);

/// A line of words from x = 0 on the baseline y = 0. Every word must be writable.
Ink write_line(const Hand&, const std::string& text, double capital_mm, Chance&);

/// The handwriting-like fonts used, all free to redistribute (samples/README.md), and a typewriter.
std::vector<std::string> handwriting_fonts();
std::vector<std::string> typed_fonts();

/// A hand that writes with a font's outlines. Throws Failure "font-missing" when no such file lies below
/// /usr/share/fonts, with the packages to install.
Hand font_hand(const std::string& file_name, Chance&);

}  // namespace carescan::rehearsal
