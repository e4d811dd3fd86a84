#include "tests/bench/tesseract_comb.hpp"

#include <algorithm>

#include "pipeline/reading/lines.hpp"
#include "pipeline/reading/presence.hpp"
#include "pipeline/reading/writing.hpp"

namespace carescan::bench {
namespace {

/// A cell that holds ink, cut out with only its own strokes.
struct InkedCell {
  std::size_t index = 0;
  Raster picture;
};

std::vector<InkedCell> inked_cells(const Field& field, const imaging::FieldCrop& crop,
                                   const std::vector<BoxMm>& rivals) {
  const reading::InkMap map = reading::ink_map(crop);
  std::vector<InkedCell> out;
  for (std::size_t i = 0; i < field.cells.size(); ++i) {
    std::vector<BoxMm> others = rivals;
    for (const std::size_t k : {i - 1, i + 1})
      if (k < field.cells.size()) others.push_back(field.cells[k]);
    const reading::Presence seen = reading::presence(map, field.cells[i].grown(-0.25), others);
    // A character may leave its cell a little: its strokes are followed beyond the wall.
    if (seen.p_ink >= 0.5)
      out.push_back({i, reading::only_strokes(crop, map, field.cells[i].grown(0.4), seen.ink.labels)});
  }
  return out;
}

/// Copies `from` into `to` with its left edge at column x.
void paste(const Raster& from, int x, Raster& to) {
  for (int row = 0; row < std::min(from.height, to.height); ++row)
    std::copy_n(from.pixels.begin() + static_cast<std::ptrdiff_t>(row) * from.width, from.width,
                to.pixels.begin() + static_cast<std::ptrdiff_t>(row) * to.width + x);
}

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

struct Characters {
  std::string text;  ///< one an inked cell, '?' where none was found
  double score = 1;
};

Characters ask(const Field& field, const Raster& picture, reading::TextEngine& engine) {
  const auto guesses = engine.read_line(picture, reading::text_px_per_mm, reading::alphabet_of(field));
  Characters out{guesses.empty() ? "" : guesses.front().text, guesses.empty() ? 0 : guesses.front().score};
  std::erase_if(out.text, [](char c) { return c == ' ' || c == '\n'; });
  return out;
}

Characters characters_of(const Field& field, const std::vector<InkedCell>& cells, reading::TextEngine& engine) {
  if (const Characters line = ask(field, laid_out(cells), engine); line.text.size() == cells.size()) return line;
  Characters all;
  for (const InkedCell& cell : cells) {
    const Characters one = ask(field, cell.picture, engine);
    all.text += one.text.size() == 1 ? one.text : "?";
    all.score = std::min(all.score, one.text.size() == 1 ? one.score : 0.0);
  }
  return all;
}

}  // namespace

Reading tesseract_comb(const Field& field, const imaging::FieldCrop& crop, const std::vector<BoxMm>& rivals,
                       reading::TextEngine& engine) {
  Reading reading;
  reading.field = field.name;
  const std::vector<InkedCell> cells = inked_cells(field, crop, rivals);
  if (cells.empty()) return reading;
  const Characters found = characters_of(field, cells, engine);
  std::string spread(field.cells.size(), ' ');
  for (std::size_t i = 0; i < cells.size(); ++i) spread[cells[i].index] = found.text[i];
  reading.state = FieldState::read;
  reading.confidence = found.score;
  reading::set_value(field, spread, reading);
  return reading;
}

}  // namespace carescan::bench
