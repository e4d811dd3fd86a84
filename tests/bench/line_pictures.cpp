// What the lines net learns from, and is measured on: recorded words and lines, and words put together from recorded
// letters, are written into boxes of a made-up form, scanned, found, registered and cut out again, all with the
// product's own code.
//   line_pictures OUT [--ink FILE]... [--writers LIST] --texts FOLDER [--fonts NAMES] --scanners NAMES --seed N [--part
//   K/N]
// Without --ink the hands are fonts, handwriting-like ones and typewriters'. --texts: word lists (templates/lexicons)
// for what is put together from letters. --fonts "A.ttf B.ttf": machine fonts to use instead of all these.
// OUT.u8: for each line 40 × width bytes (pipeline/reading/line_picture.hpp), 0 paper … 255 ink.
// OUT.tsv: for each line its width, "typed" or "written", the text, writer, id of the sample, preset.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <opencv2/imgproc.hpp>
#include <sstream>

#include "pipeline/imaging/crop.hpp"
#include "pipeline/imaging/mat.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/reading/line_picture.hpp"
#include "pipeline/reading/presence.hpp"
#include "pipeline/rehearsal/pen.hpp"
#include "pipeline/rehearsal/stroke_ink.hpp"
#include "tests/bench/made_up_lines.hpp"
#include "tests/bench/made_up_page.hpp"
#include "tests/bench/picture_run.hpp"

namespace {

using namespace carescan;
using namespace carescan::rehearsal;
using bench::PictureRun;

/// What stands in a text for a word that was struck out.
constexpr std::string_view struck_out = "\x7f";
constexpr double longest_mm = 178, smallest_capital_mm = 1.9;
/// A letter-by-letter line for so many recorded samples of a writer whose letters are known.
constexpr std::size_t recorded_to_composed = 2;
constexpr int composed_at_least = 40, lines_of_a_font = 500;

/// One line of ink on the baseline y = 0 from x = 0, in mm.
struct Sample {
  std::string text, writer, id;
  Ink ink;
  double capital_mm = 3;
  double thicken_mm = 0;
  bool typed = false;
};

/// The line made small enough for the longest box; nothing where nobody would write so small.
std::optional<Sample> fitted(Sample line) {
  const double fit = std::min(1.0, longest_mm / std::max(1.0, extent(line.ink).width));
  line.capital_mm *= fit;
  if (line.capital_mm < smallest_capital_mm) return std::nullopt;
  line.ink = placed(line.ink, {.sx = fit, .sy = fit});
  return line;
}

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

std::string with_case(std::string text, int (*change)(int)) {
  std::ranges::transform(text, text.begin(),
                         [&](char c) { return static_cast<char>(change(static_cast<unsigned char>(c))); });
  return text;
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
  if (chance.happens(0.2)) return with_case(out, std::toupper);
  return chance.happens(0.25) ? with_case(out, std::tolower) : out;
}

/// Two or three recorded words of a writer beside each other, as a line holds them, now and then; mostly one alone.
std::vector<Sample> side_by_side(std::vector<Sample> words, double gap_mm, Chance& chance) {
  std::vector<Sample> out;
  for (Sample& word : words) {
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
std::vector<Sample> with_slips(std::vector<Sample> lines, Chance& chance) {
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (!chance.happens(0.05) || extent(lines[i - 1].ink).width > 40) continue;
    const Ink wrong = struck(lines[i - 1].ink, chance);
    Sample& line = lines[i];
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

std::vector<Sample> recorded(const StrokeLibrary& library, const std::string& writer, Chance& chance) {
  std::vector<Sample> out;
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
  bench::shuffle(out, chance);
  return side_by_side(std::move(out), gap_mm, chance);
}

Hand letters_of(const StrokeLibrary& library, const std::string& writer, Chance& chance) {
  StrokeLibrary letters;
  for (const std::string& line : library.lines.at(writer))
    if (line.find("\"id\":\"1") != std::string::npos) letters.lines[writer].push_back(line);
  return letters.lines.empty() ? Hand{} : stroke_hand(letters, writer, chance);
}

std::vector<Sample> composed(const Hand& hand, std::size_t count, bool typed, const std::vector<std::string>& texts,
                             Chance& chance) {
  std::vector<Sample> out;
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

std::vector<Sample> samples_of(const StrokeLibrary& library, const PictureRun& run,
                               const std::vector<std::string>& texts, Chance& chance) {
  std::vector<std::string> writers;
  for (const auto& [writer, lines] : library.lines) writers.push_back(writer);
  bench::shuffle(writers, chance);
  std::vector<Sample> out;
  for (std::size_t w = run.part - 1; w < writers.size(); w += run.parts) {
    Chance own = chance.fork(writers[w]);
    std::vector<Sample> samples = recorded(library, writers[w], own);
    const Hand hand = letters_of(library, writers[w], own);
    if (hand.samples.size() >= 20)
      std::ranges::move(
          composed(hand, composed_at_least + samples.size() / recorded_to_composed / 2, false, texts, own),
          std::back_inserter(samples));
    bench::shuffle(samples, own);
    std::ranges::move(with_slips(std::move(samples), own), std::back_inserter(out));
  }
  return out;
}

std::vector<Sample> samples_of_fonts(const PictureRun& run, const std::vector<std::string>& texts, Chance& chance) {
  std::vector<Sample> out;
  for (const std::string& font : run.fonts.empty() ? handwriting_fonts() : std::vector<std::string>{})
    std::ranges::move(composed(font_hand(font, chance), lines_of_a_font, false, texts, chance),
                      std::back_inserter(out));
  for (const std::string& font : run.fonts.empty() ? bench::machine_fonts() : run.fonts)
    std::ranges::move(composed(font_hand(font, chance), lines_of_a_font, true, texts, chance), std::back_inserter(out));
  bench::shuffle(out, chance);  // few hands: a page must not be one's
  return out;
}

/// The line as it is written into a box: no larger than people write between lines, on the rule, more or less.
Ink ink_in(const BoxMm& box, const Sample& line, Chance& chance) {
  const double size = std::min(1.0, chance.uniform(0.42, 0.58) * box.height / line.capital_mm);
  const Ink ink = placed(line.ink, {.sx = size, .sy = size});
  const double room = std::max(0.0, box.width - extent(ink).width - 1);
  const double x = box.x + 0.5 + std::min(room, std::abs(chance.normal(0.8, 1.2)));
  return placed(ink,
                {.dx = x - extent(ink).x, .dy = box.y + box.height * std::clamp(chance.normal(0.77, 0.04), 0.65, 0.9)});
}

/// Who writes small takes a fine pen.
Pen pen_for(const Sample& line, Chance& chance) {
  if (line.typed) return typed_pen();
  Pen pen = pick_pen(chance);
  pen.width_mm = std::min(pen.width_mm, 0.18 * line.capital_mm);
  return pen;
}

void write_on(cv::Mat& page, const bench::MadeUpLines& form, const std::vector<Sample>& samples, std::size_t from,
              Chance& chance) {
  const cv::Point2d scale{page.cols / form.form.pages[0].width_mm, page.rows / form.form.pages[0].height_mm};
  for (std::size_t i = 0; i < form.taken; ++i) {
    const Sample& line = samples[from + i];
    paint(page, ink_in(form.form.fields[i].box, line, chance), pen_for(line, chance), scale, line.thicken_mm, chance);
  }
}

struct Counts {
  int pages = 0, lost_pages = 0, lines = 0, unseen = 0;
};

class Writer {
 public:
  explicit Writer(const PictureRun& run)
      : pictures_(run.out.string() + ".u8", std::ios::binary), labels_(run.out.string() + ".tsv") {}

  void add(const imaging::RegisteredPage& page, const bench::MadeUpLines& form, std::size_t field, const Sample& sample,
           const std::string& preset, Counts& counts) {
    const BoxMm& box = form.form.fields[field].box;
    const imaging::FieldCrop crop = imaging::cut(page, box, 2, 300 / mm_per_inch);
    const reading::InkMap map = reading::ink_map(crop);
    const reading::Presence seen = reading::presence(map, box, form.rivals(field));
    const cv::Mat picture = reading::line_picture(crop, map, box, seen.ink.labels);
    ++counts.lines;
    if (picture.empty() || seen.p_ink < 0.5) {
      ++counts.unseen;
      return;
    }
    cv::Mat bytes;
    picture.convertTo(bytes, CV_8U, 255);
    pictures_.write(reinterpret_cast<const char*>(bytes.data), static_cast<std::streamsize>(bytes.total()));
    labels_ << fmt::format("{}\t{}\t{}\t{}\t{}\t{}\n", bytes.cols, sample.typed ? "typed" : "written", sample.text,
                           sample.writer, sample.id, preset);
  }

 private:
  std::ofstream pictures_, labels_;
};

/// The widths of the boxes that the next samples ask for, more than a page can hold.
std::vector<double> widths(const std::vector<Sample>& samples, std::size_t from, Chance& chance) {
  std::vector<double> out;
  for (std::size_t i = from; i < samples.size() && out.size() < 250; ++i)
    out.push_back(std::min(186.0, extent(samples[i].ink).width + 2.5 + std::abs(chance.normal(0, 6))));
  return out;
}

void make(const PictureRun& run) {
  Chance chance = Chance(run.seed).fork("line pictures");
  const std::vector<std::string> texts = entries(run.texts);
  const std::vector<Sample> samples = run.ink.empty()
                                          ? samples_of_fonts(run, texts, chance)
                                          : samples_of(load_strokes(run.ink, run.writers), run, texts, chance);
  Writer writer(run);
  Counts counts;
  for (std::size_t next = 0; next < samples.size(); ++counts.pages) {
    Chance own = chance.fork(fmt::format("part {} page {}", run.part, counts.pages));
    const bench::MadeUpLines form = bench::make_up_lines(widths(samples, next, own), own);
    cv::Mat page;
    cv::cvtColor(imaging::view(form.blank), page, cv::COLOR_GRAY2RGB);
    write_on(page, form, samples, next, own);
    const std::string& preset = own.pick(run.scanners);
    if (const auto found = bench::scanned(page, form.form, form.blank, preset, own)) {
      for (std::size_t i = 0; i < form.taken; ++i) writer.add(*found, form, i, samples[next + i], preset, counts);
    } else {
      ++counts.lost_pages;
    }
    next += form.taken;
  }
  std::cerr << fmt::format("{} pages, {} not found; {} lines, {} of them seen as empty\n", counts.pages,
                           counts.lost_pages, counts.lines, counts.unseen);
}

}  // namespace

int main(int count, char** arguments) {
  return bench::run_pictures("line_pictures", {arguments + 1, arguments + count}, make);
}
