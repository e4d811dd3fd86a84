#include <algorithm>
#include <utility>

#include "pipeline/model/text.hpp"
#include "pipeline/reading/decode_line.hpp"
#include "pipeline/reading/line_picture.hpp"
#include "pipeline/reading/lines.hpp"
#include "pipeline/reading/presence.hpp"
#include "pipeline/reading/writing.hpp"

namespace carescan::reading {
namespace {

/// A line is a machine's from this probability, and a person's below its complement; between them both readers read it.
constexpr double surely_typed = 0.98;
/// Tesseract's own confidence is no probability; nothing it reads is surer than this.
constexpr double most_of_typed = 0.9;
/// What two readers tell differently is hardly ever sure.
constexpr double disputed = 0.3;

std::vector<BoxMm> line_boxes(const Field& field) {
  const int count = std::max(1, field.lines);
  std::vector<BoxMm> out;
  for (int i = 0; i < count; ++i) {
    const double height = field.box.height / count;
    out.push_back({field.box.x, field.box.y + i * height, field.box.width, height});
  }
  return out;
}

/// What one line says.
struct LineText {
  std::vector<LikelyText> texts;     ///< likeliest first
  std::vector<std::string> reasons;  ///< codes of docs/policy.md
};

/// The ink of one line with a margin of white round it; descenders that leave the line are kept.
LineText read_typed(const Field& field, const imaging::FieldCrop& crop, const InkMap& map, const BoxMm& line,
                    const std::vector<int>& strokes, TextEngine& engine) {
  LineText out;
  for (const TextGuess& guess :
       engine.read_line(only_strokes(crop, map, line.grown(0.8), strokes), text_px_per_mm, alphabet_of(field)))
    if (!guess.text.empty()) out.texts.push_back({guess.text, most_of_typed * guess.score});
  return out;
}

std::string without_struck(const std::string& text) {
  std::string out;
  for (const char c : text)
    if (c != struck_word && !(c == ' ' && (out.empty() || out.back() == ' '))) out += c;
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

/// The likeliest text decides whether a word was struck out.
LineText read_written(const Field& field, const LineScores& scores, const Phrases* phrases) {
  DecodedLine line = decode_line(scores, alphabet_of(field), phrases);
  LineText out{std::move(line.texts), {}};
  if (out.texts.empty()) return out;
  // A list may confirm the ink, never outvote it.
  if (out.texts.front().text != line.by_ink) out.reasons.emplace_back("read-by-rule");
  if (out.texts.front().text.find(struck_word) != std::string::npos) out.reasons.emplace_back("struck-out");
  for (LikelyText& text : out.texts) text.text = without_struck(text.text);
  std::erase_if(out.texts, [](const LikelyText& text) { return text.text.empty(); });
  if (phrases && !out.texts.empty() && phrases->are_several(out.texts.front().text))
    out.reasons.emplace_back("several-entries");
  return out;
}

/// Of two readers the one that is likelier to be right about what kind of writing it is; the other's text stays as an
/// alternative.
LineText settled(LineText typed, LineText written, double p_typed) {
  LineText& first = p_typed > 0.5 ? typed : written;
  LineText& second = p_typed > 0.5 ? written : typed;
  if (first.texts.empty()) return second;
  if (second.texts.empty() || first.texts.front().text == second.texts.front().text) return first;
  for (LikelyText& text : first.texts) text.p *= disputed;
  first.texts.push_back({second.texts.front().text, disputed * second.texts.front().p});
  first.reasons.emplace_back("readers-differ");
  return first;
}

LineText read_line(const Field& field, const imaging::FieldCrop& crop, const InkMap& map, const BoxMm& line,
                   const std::vector<int>& strokes, const LineReaders& readers) {
  const cv::Mat picture = line_picture(crop, map, line, strokes);
  if (picture.empty()) return {};
  const LineScores scores = readers.written(picture);
  if (scores.p_typed >= surely_typed) return read_typed(field, crop, map, line, strokes, readers.typed);
  LineText written = read_written(field, scores, readers.phrases);
  if (scores.p_typed <= 1 - surely_typed) return written;
  return settled(read_typed(field, crop, map, line, strokes, readers.typed), std::move(written), scores.p_typed);
}

std::vector<LineText> read_each(const Field& field, const imaging::FieldCrop& crop, const InkMap& map,
                                const std::vector<BoxMm>& rivals, const LineReaders& readers) {
  std::vector<LineText> out;
  const auto boxes = line_boxes(field);
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    std::vector<BoxMm> others = rivals;
    for (const std::size_t next : {i - 1, i + 1})
      if (next < boxes.size()) others.push_back(boxes[next]);
    const Presence seen = presence(map, boxes[i], others);
    if (seen.p_ink < 0.5) continue;
    LineText text = read_line(field, crop, map, boxes[i], seen.ink.labels, readers);
    if (!text.texts.empty() || !text.reasons.empty()) out.push_back(std::move(text));
  }
  return out;
}

/// The first texts of all lines, and the least sure of them.
LikelyText joined(const std::vector<LineText>& lines) {
  LikelyText out{.text = {}, .p = 1};
  for (const LineText& line : lines) {
    if (line.texts.empty()) continue;
    out.text += (out.text.empty() ? "" : "\n") + line.texts.front().text;
    out.p = std::min(out.p, line.texts.front().p);
  }
  return out;
}

/// Ways to write that there is nothing to write.
bool says_none(const std::string& text) {
  static const std::vector<std::string> ways{"none", "n/a", "na", "nil", "not applicable", "none known", "-", "--"};
  std::string small = in_small_letters(text);
  while (!small.empty() && small.back() == '.') small.pop_back();
  return std::ranges::find(ways, small) != ways.end();
}

/// The same marks as the line above, or "do": what they repeat is for a person to say.
bool is_ditto(const std::string& text) {
  return !text.empty() && text.find_first_not_of("\"',` ") == std::string::npos;
}

Reading alternative_of(const Field& field, const std::string& text) {
  Reading other{
      .field = field.name, .state = FieldState::read, .value = {}, .text = text, .reasons = {}, .alternatives = {}};
  set_value(field, "", other);
  return other;
}

void add_alternatives(const Field& field, const LineText& line, Reading& reading) {
  for (std::size_t i = 1; i < line.texts.size(); ++i) {
    const Reading other = alternative_of(field, line.texts[i].text);
    if (other.state == FieldState::read && other.value != reading.value)
      reading.alternatives.push_back({other.value, other.text, line.texts[i].p});
  }
}

}  // namespace

Reading read_lines(const Field& field, const imaging::FieldCrop& crop, const std::vector<BoxMm>& rivals,
                   const LineReaders& readers) {
  const InkMap map = ink_map(crop);
  const Presence seen = presence(map, field.box, rivals);
  Reading reading = blank_reading(field, seen);
  if (seen.p_ink < 0.5) return reading;
  const std::vector<LineText> lines = read_each(field, crop, map, rivals, readers);
  const LikelyText text = joined(lines);
  reading.state = FieldState::read;
  reading.text = text.text;
  reading.confidence = seen.p_ink * text.p;
  for (const LineText& line : lines)
    for (const std::string& reason : line.reasons) add_reason(reading.reasons, reason);
  if (is_ditto(reading.text)) add_reason(reading.reasons, "ditto");
  if (says_none(reading.text)) {
    reading.state = FieldState::none;
    add_reason(reading.reasons, "says-none");  // so short a word is easily another: a person confirms it
    return reading;
  }
  set_value(field, "", reading);
  if (lines.size() == 1) add_alternatives(field, lines.front(), reading);
  return reading;
}

}  // namespace carescan::reading
