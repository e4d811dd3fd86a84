#include <algorithm>

#include "pipeline/reading/presence.hpp"
#include "pipeline/reading/writing.hpp"

namespace carescan::reading {
namespace {

std::vector<BoxMm> line_boxes(const Field& field) {
  const int count = std::max(1, field.lines);
  std::vector<BoxMm> out;
  for (int i = 0; i < count; ++i) {
    const double height = field.box.height / count;
    out.push_back({field.box.x, field.box.y + i * height, field.box.width, height});
  }
  return out;
}

/// The ink of one line with a margin of white round it; descenders that leave the line are kept.
Raster line_picture(const imaging::FieldCrop& crop, const InkMap& map, const BoxMm& line,
                    const std::vector<int>& labels) {
  return only_strokes(crop, map, line.grown(0.8), labels);
}

struct Lines {
  std::vector<std::string> texts;
  double score = 1;
};

Lines read_each(const Field& field, const imaging::FieldCrop& crop, const InkMap& map, const std::vector<BoxMm>& rivals,
                TextEngine& engine) {
  Lines out;
  const auto boxes = line_boxes(field);
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    std::vector<BoxMm> others = rivals;
    for (const std::size_t next : {i - 1, i + 1})
      if (next < boxes.size()) others.push_back(boxes[next]);
    const Presence seen = presence(map, boxes[i], others);
    if (seen.p_ink < 0.5) continue;
    const auto guesses =
        engine.read_line(line_picture(crop, map, boxes[i], seen.ink.labels), text_px_per_mm, alphabet_of(field));
    if (guesses.empty() || guesses.front().text.empty()) continue;
    out.texts.push_back(guesses.front().text);
    out.score = std::min(out.score, guesses.front().score);
  }
  return out;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += (out.empty() ? "" : "\n") + line;
  return out;
}

}  // namespace

Reading read_lines(const Field& field, const imaging::FieldCrop& crop, const std::vector<BoxMm>& rivals,
                   TextEngine& engine) {
  const InkMap map = ink_map(crop);
  const Presence seen = presence(map, field.box, rivals);
  Reading reading = blank_reading(field, seen);
  if (seen.p_ink < 0.5) return reading;
  const Lines lines = read_each(field, crop, map, rivals, engine);
  reading.state = FieldState::read;
  reading.text = joined(lines.texts);
  reading.confidence = seen.p_ink * 0.9 * lines.score;
  set_value(field, "", reading);
  return reading;
}

}  // namespace carescan::reading
