#pragma once

#include <string>
#include <vector>

#include "pipeline/imaging/frames.hpp"
#include "pipeline/intake/pdf_words.hpp"
#include "pipeline/model/geometry.hpp"

namespace carescan::drafting {

/// Words that belong together: a label in one or several lines.
struct TextBlock {
  std::string text;
  BoxMm box;
  double size_mm = 0;       ///< of its type
  std::string hint;         ///< smaller words that follow it on its line: "DD MM YYYY", "tick all that apply"
  bool is_heading = false;  ///< white on a dark bar: about all that follows, not about one field
};

/// Words in reading order become lines where they stand a space apart in the same size and no side of a cell between
/// them; lines become blocks where they follow each other closely from the same left edge with no ruled line between,
/// unless each of them has a cell or ring of its own beside it.
std::vector<TextBlock> text_blocks(const std::vector<intake::PrintedWord>&, const imaging::Frames&);

}  // namespace carescan::drafting
