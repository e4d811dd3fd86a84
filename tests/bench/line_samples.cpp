#include "tests/bench/line_samples.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>

#include "pipeline/model/text.hpp"
#include "pipeline/rehearsal/stroke_ink.hpp"

namespace carescan::bench {
namespace {

using namespace rehearsal;

std::vector<std::string> entries(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator(folder)) files.push_back(file.path());
  std::ranges::sort(files);
  std::vector<std::string> out;
  for (const auto& path : files) {
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);)
      if (!line.empty() && line[0] != '#') out.push_back(line);
  }
  return out;
}

/// What stands in a text for a word that was struck out.
constexpr std::string_view struck_out = "\x7f";
constexpr double longest_mm = 178, smallest_capital_mm = 1.9;
/// A letter-by-letter line for so many recorded samples of a writer whose letters are known.
constexpr std::size_t recorded_to_composed = 2;
constexpr int composed_at_least = 40, lines_of_a_font = 500;

/// The line made small enough for the longest box; nothing where nobody would write so small.
std::optional<LineSample> fitted(LineSample line) {
  const double fit = std::min(1.0, longest_mm / std::max(1.0, extent(line.ink).width));
  line.capital_mm *= fit;
  if (line.capital_mm < smallest_capital_mm) return std::nullopt;
  line.ink = placed(line.ink, {.sx = fit, .sy = fit});
  return line;
}

/// What stands on forms: entries of lists, two or three of them, capitals, figures, letters that spell nothing.
std::string made_up_text(const std::vector<std::string>& texts, Chance& chance) {
  const double kind = chance.uniform(0, 1);
  if (kind < 0.12) {
    std::string out;
    for (int i = chance.integer(2, 9); i > 0; --i) out += static_cast<char>(chance.integer('a', 'z'));
    if (chance.happens(0.3)) out[0] = static_cast<char>(std::toupper(out[0]));
    return out;
  }
  if (kind < 0.2)
    return fmt::format("{:02}/{:02}/{}", chance.integer(1, 31), chance.integer(1, 12), chance.integer(1920, 2030));
  if (kind < 0.28) {
    static const std::vector<std::string> units{"mg", "ml", "tablets", "mcg", "g", "times a day", "%", "kg", "cm"};
    return fmt::format("{} {}",
                       chance.happens(0.2) ? fmt::format("{}.{}", chance.integer(0, 20), chance.integer(1, 9))
                                           : fmt::format("{}", chance.integer(1, chance.happens(0.5) ? 20 : 999)),
                       chance.pick(units));
  }
  std::string out = chance.pick(texts);
  for (int more = chance.happens(0.4) ? chance.integer(1, 3) : 0; more > 0; --more) {
    static const std::vector<std::string> joints{" ", ", ", " ", "-", " and ", ". "};
    out += chance.pick(joints) + chance.pick(texts);
  }
  if (chance.happens(0.2)) return in_capitals(out);
  return chance.happens(0.25) ? in_small_letters(out) : out;
}

/// Two or three recorded words of a writer beside each other, as a line holds them, now and then; mostly one alone.
std::vector<LineSample> side_by_side(std::vector<LineSample> words, double gap_mm, Chance& chance) {
  std::vector<LineSample> out;
  for (LineSample& word : words) {
    const bool joins = !out.empty() && chance.happens(0.3) && out.back().text.find(' ') == std::string::npos &&
                       word.text.find(' ') == std::string::npos;
    const double at = joins ? extent(out.back().ink).right() + gap_mm * chance.uniform(0.85, 1.6) : 0;
    if (!joins || at + extent(word.ink).width > longest_mm) {
      out.push_back(std::move(word));
      continue;
    }
    out.back().text += " " + word.text;
    out.back().id += " " + word.id;
    append(out.back().ink, placed(word.ink, {.dx = at}));
  }
  return out;
}

/// A word that was taken back: a line or two through it, or a scribble over it.
Ink struck(const Ink& word, Chance& chance) {
  const BoxMm box = extent(word);
  const auto jitter = [&] { return chance.normal(0, 0.12 * std::max(2.0, box.height)); };
  Ink out = word;
  if (chance.happens(0.7)) {
    const double middle = box.y + 0.55 * box.height;
    for (int lines = chance.happens(0.3) ? 2 : 1; lines > 0; --lines)
      append(out, {{.parts = {{{box.x - 0.6, middle + jitter()}, {box.right() + 0.6, middle + jitter()}}}}});
    return out;
  }
  std::vector<PointMm> zigzag;
  const int turns = std::max(5, static_cast<int>(box.width / chance.uniform(0.8, 1.8)));
  for (int i = 0; i <= turns; ++i)
    zigzag.push_back({box.x + box.width * i / turns, (i % 2 == 0 ? box.y : box.bottom()) + jitter()});
  append(out, {{.parts = {zigzag}}});
  return out;
}

/// Now and then a word is struck out, and mostly written again behind it.
std::vector<LineSample> with_slips(std::vector<LineSample> lines, Chance& chance) {
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (!chance.happens(0.05) || extent(lines[i - 1].ink).width > 40) continue;
    const Ink wrong = struck(lines[i - 1].ink, chance);
    LineSample& line = lines[i];
    const double behind = extent(wrong).right() + chance.uniform(1, 3);
    if (chance.happens(0.3)) {
      line.ink = wrong;
      line.text = struck_out;
    } else if (behind + extent(line.ink).width < longest_mm) {
      line.ink = placed(line.ink, {.dx = behind});
      append(line.ink, wrong);
      line.text = std::string(struck_out) + " " + line.text;
    }
    line.id = "composed " + line.id;
  }
  return lines;
}

std::vector<LineSample> recorded(const StrokeLibrary& library, const std::string& writer, Chance& chance) {
  std::vector<LineSample> out;
  double gap_mm = 2;
  for (const std::string& line : library.lines.at(writer)) {
    const auto json = nlohmann::json::parse(line);
    const std::string id = json.at("id"), text = json.at("text");
    if (id.starts_with("1")) continue;  // single characters are for putting words together
    const Hand hand = stroke_hand({{{writer, {line}}}}, writer, chance);
    if (hand.samples.empty()) continue;
    gap_mm = hand.gap * hand.capital_mm;
    const double capital = hand.capital_mm * chance.uniform(0.85, 1.15);
    const Ink ink = placed(hand.samples.begin()->second.front().ink, {.sx = capital, .sy = capital});
    if (auto fit = fitted({text, writer, id, turned(ink, chance.normal(0, 0.4)), capital}))
      out.push_back(std::move(*fit));
  }
  chance.shuffle(out);
  return side_by_side(std::move(out), gap_mm, chance);
}

Hand letters_of(const StrokeLibrary& library, const std::string& writer, Chance& chance) {
  StrokeLibrary letters;
  for (const std::string& line : library.lines.at(writer))
    if (line.find("\"id\":\"1") != std::string::npos) letters.lines[writer].push_back(line);
  return letters.lines.empty() ? Hand{} : stroke_hand(letters, writer, chance);
}

std::vector<LineSample> composed(const Hand& hand, std::size_t count, bool typed, const std::vector<std::string>& texts,
                                 Chance& chance) {
  std::vector<LineSample> out;
  for (std::size_t i = 0; i < count; ++i) {
    const auto text = writable(hand, made_up_text(texts, chance));
    if (!text) continue;
    const double capital = typed ? chance.uniform(2.2, 3.2) : hand.capital_mm * chance.uniform(0.8, 1.15);
    Ink ink = write_line(hand, *text, capital, chance);
    if (auto fit = fitted(
            {*text, hand.name, fmt::format("composed {}", i), std::move(ink), capital, hand.min_stroke_mm, typed}))
      out.push_back(std::move(*fit));
  }
  return out;
}

std::vector<LineSample> samples_of_writers(const StrokeLibrary& library, const PictureRun& run,
                                           const std::vector<std::string>& texts, Chance& chance) {
  std::vector<LineSample> out;
  for (const std::string& writer : bench::writers_of(run, library, chance)) {
    Chance own = chance.fork(writer);
    std::vector<LineSample> samples = recorded(library, writer, own);
    const Hand hand = letters_of(library, writer, own);
    if (hand.samples.size() >= 20)
      std::ranges::move(
          composed(hand, composed_at_least + samples.size() / recorded_to_composed / 2, false, texts, own),
          std::back_inserter(samples));
    own.shuffle(samples);
    std::ranges::move(with_slips(std::move(samples), own), std::back_inserter(out));
  }
  return out;
}

std::vector<LineSample> samples_of_fonts(const PictureRun& run, const std::vector<std::string>& texts, Chance& chance) {
  std::vector<LineSample> out;
  for (const std::string& font : run.fonts.empty() ? handwriting_fonts() : std::vector<std::string>{})
    std::ranges::move(composed(font_hand(font, chance), lines_of_a_font, false, texts, chance),
                      std::back_inserter(out));
  for (const std::string& font : run.fonts.empty() ? bench::machine_fonts() : run.fonts)
    std::ranges::move(composed(font_hand(font, chance), lines_of_a_font, true, texts, chance), std::back_inserter(out));
  chance.shuffle(out);  // few hands: a page must not be one's
  return out;
}

}  // namespace

std::vector<LineSample> line_samples(const PictureRun& run, Chance& chance) {
  const std::vector<std::string> texts = entries(run.texts);
  return run.ink.empty() ? samples_of_fonts(run, texts, chance)
                         : samples_of_writers(load_strokes(run.ink, run.writers), run, texts, chance);
}

}  // namespace carescan::bench
