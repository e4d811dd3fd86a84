#include <algorithm>

#include "pipeline/reading/presence.hpp"
#include "pipeline/reading/writing.hpp"

namespace carescan::reading {
namespace {

/// A cell that holds ink, cut out with only its own strokes.
struct InkedCell {
  std::size_t index = 0;
  Raster picture;
};

struct Cells {
  std::vector<InkedCell> inked;
  double confidence = 1;  ///< that every cell was rightly called written or empty
  std::vector<std::string> reasons;
};

void add(std::vector<std::string>& reasons, const std::string& reason) {
  if (std::ranges::find(reasons, reason) == reasons.end()) reasons.push_back(reason);
}

std::vector<BoxMm> others(const std::vector<BoxMm>& cells, std::size_t own, const std::vector<BoxMm>& rivals) {
  std::vector<BoxMm> out = rivals;
  for (const std::size_t i : {own - 1, own + 1})
    if (i < cells.size()) out.push_back(cells[i]);
  return out;
}

Cells inked_cells(const Field& field, const imaging::FieldCrop& crop, const std::vector<BoxMm>& rivals) {
  const InkMap map = ink_map(crop);
  Cells out;
  for (std::size_t i = 0; i < field.cells.size(); ++i) {
    const BoxMm cell = field.cells[i].grown(-0.25);
    const Presence seen = presence(map, cell, others(field.cells, i, rivals));
    out.confidence *= std::max(seen.p_ink, 1 - seen.p_ink);
    for (const std::string& reason : seen.reasons) add(out.reasons, reason);
    // A character may leave its cell a little: its strokes are followed beyond the wall.
    if (seen.p_ink >= 0.5)
      out.inked.push_back({i, only_strokes(crop, map, field.cells[i].grown(0.4), seen.ink.labels)});
  }
  return out;
}

/// Copies `from` into `to` with its left edge at column x.
void paste(const Raster& from, int x, Raster& to) {
  for (int row = 0; row < std::min(from.height, to.height); ++row)
    std::copy_n(from.pixels.begin() + static_cast<std::ptrdiff_t>(row) * from.width, from.width,
                to.pixels.begin() + static_cast<std::ptrdiff_t>(row) * to.width + x);
}

/// The inked cells side by side as one line, so that one call of the engine reads them all.
Raster laid_out(const std::vector<InkedCell>& cells) {
  int width = 20, height = 0;
  for (const InkedCell& cell : cells) width += cell.picture.width, height = std::max(height, cell.picture.height);
  Raster line = make_raster(width, height);
  int x = 10;
  for (const InkedCell& cell : cells) {
    paste(cell.picture, x, line);
    x += cell.picture.width;
  }
  return line;
}

/// The characters of a guess without spaces; one byte each, as combs hold ASCII only.
std::string characters(const std::vector<TextGuess>& guesses) {
  std::string text = guesses.empty() ? "" : guesses.front().text;
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
  return text;
}

struct Characters {
  std::string text;  ///< one character an inked cell, '?' where none was found
  double score = 1;
};

/// Cell by cell, where the line as a whole did not give one character a cell.
Characters read_singly(const Field& field, const std::vector<InkedCell>& cells, TextEngine& engine) {
  Characters out;
  for (const InkedCell& cell : cells) {
    const auto guesses = engine.read_line(cell.picture, text_px_per_mm, alphabet_of(field));
    const std::string text = characters(guesses);
    out.text += text.size() == 1 ? text : "?";
    out.score = std::min(out.score, text.size() == 1 ? guesses.front().score : 0.0);
  }
  return out;
}

Characters read_characters(const Field& field, const std::vector<InkedCell>& cells, TextEngine& engine) {
  const auto guesses = engine.read_line(laid_out(cells), text_px_per_mm, alphabet_of(field));
  const std::string text = characters(guesses);
  if (text.size() == cells.size()) return {text, guesses.front().score};
  return read_singly(field, cells, engine);
}

/// The text with a blank for every cell without ink.
std::string spread(const std::string& text, const std::vector<InkedCell>& cells, std::size_t count) {
  std::string out(count, ' ');
  for (std::size_t i = 0; i < cells.size(); ++i) out[cells[i].index] = text[i];
  return out;
}

}  // namespace

Reading read_comb(const Field& field, const imaging::FieldCrop& crop, const std::vector<BoxMm>& rivals,
                  TextEngine& engine) {
  const Cells cells = inked_cells(field, crop, rivals);
  Reading reading{.field = field.name,
                  .state = FieldState::blank,
                  .value = {},
                  .text = {},
                  .confidence = cells.confidence,
                  .reasons = cells.reasons,
                  .alternatives = {}};
  if (cells.inked.empty()) return reading;
  const Characters found = read_characters(field, cells.inked, engine);
  reading.confidence *= 0.9 * found.score;
  reading.state = FieldState::read;
  set_value(field, spread(found.text, cells.inked, field.cells.size()), reading);
  return reading;
}

}  // namespace carescan::reading
