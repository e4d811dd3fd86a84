#pragma once

#include <string>

#include "src/pdf_render/render.hpp"

namespace carescan::pdf_render {

/// Writes the words of page `page` (from 1) to standard output, one a line: left, top, width, height of its box and the
/// size of its type, in points from the top-left corner of the page as a viewer shows it, then the word in UTF-8.
/// Upright words only: what stands on its side is no label that carescan could use.
Exit write_words(const std::string& file, long page);

}  // namespace carescan::pdf_render
