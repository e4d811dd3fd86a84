// What the cells net learns from, and is measured on: every recorded character is written into a cell of a made-up
// form, scanned, found, registered and cut out again, all with the product's own code.
//   cell_pictures OUT [--ink FILE]... [--writers LIST] --scanners "office copier" --seed N [--part K/N]
// Without --ink the characters are those of fonts, handwriting-like ones and typewriters'.
// OUT.u8: for each cell 2 × 32 × 32 bytes, shape and place (pipeline/reading/cells.hpp), 0 paper … 255 ink.
// OUT.tsv: for each cell the character, or "none" for ink that is no single character; writer; id of the sample;
// preset. Each sample is written once a run; other seeds give other forms, pens and scanners. Cells that look empty are
// left out and counted.
#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

#include "pipeline/imaging/crop.hpp"
#include "pipeline/reading/cell_scores.hpp"
#include "pipeline/reading/cells.hpp"
#include "pipeline/rehearsal/fill.hpp"
#include "pipeline/rehearsal/stroke_ink.hpp"
#include "tests/bench/made_up_combs.hpp"
#include "tests/bench/picture_run.hpp"

namespace {

using namespace carescan;
using namespace carescan::rehearsal;

/// One recorded character: a hand that knows nothing else.
struct Sample {
  std::string text, writer, id;
  Hand hand;
};

/// What was written into a cell; nothing where it was left empty.
struct Written {
  const Sample* sample = nullptr;
  bool single = true;
};

/// The samples of the writers, one writer after the other; those of words and lines are left out.
std::vector<Sample> samples_of(const StrokeLibrary& library, const bench::PictureRun& options, Chance& chance) {
  std::vector<Sample> out;
  for (const std::string& writer : bench::writers_of(options, library, chance)) {
    Chance own = chance.fork(writer);
    std::vector<Sample> samples;
    for (const std::string& line : library.lines.at(writer)) {
      const auto json = nlohmann::json::parse(line);
      const std::string id = json.at("id");
      if (!id.starts_with("1")) continue;  // words of one letter have other units
      Hand hand = stroke_hand({{{writer, {line}}}}, writer, own);
      if (!hand.samples.empty()) samples.push_back({hand.samples.begin()->first, writer, id, std::move(hand)});
    }
    own.shuffle(samples);
    std::ranges::move(samples, std::back_inserter(out));
  }
  return out;
}

/// The printable characters of the fonts that look written, and of typewriters: forms are filled in with those, too.
std::vector<Sample> samples_of_fonts(Chance& chance) {
  std::vector<std::string> fonts = handwriting_fonts();
  for (const std::string& font : typed_fonts()) fonts.push_back(font);
  std::vector<Sample> out;
  for (const std::string& font : fonts) {
    const Hand hand = font_hand(font, chance);
    std::vector<Sample> samples;
    for (const char c : reading::cell_characters) {
      const std::string text(1, c);
      if (!hand.samples.contains(text)) continue;
      Sample sample{text, font, font + " " + text, hand};
      sample.hand.samples = {{text, hand.samples.at(text)}};
      samples.insert(samples.end(), 2, sample);
    }
    chance.shuffle(samples);
    std::ranges::move(samples, std::back_inserter(out));
  }
  return out;
}

/// The character as its writer would put it into this cell, now and then small, large or off the middle.
Ink ink_in(const BoxMm& cell, const Sample& sample, Chance& chance) {
  Field field;
  field.cells = {cell};
  field.alphabet = "letters";
  const Filling filling = fill_cells(field, {.text = sample.text}, sample.hand, chance);
  const BoxMm box = extent(filling.ink);
  const double size = std::clamp(chance.normal(1, 0.1), 0.7, 1.25);
  const PointMm middle{box.x + box.width / 2, box.y + box.height / 2};
  return placed(filling.ink, {.dx = middle.x * (1 - size) + chance.normal(0, 0.05) * cell.width,
                              .dy = middle.y * (1 - size) + chance.normal(0, 0.05) * cell.height,
                              .sx = size,
                              .sy = size});
}

Ink line(std::initializer_list<PointMm> points) {
  return {{.parts = {std::vector<PointMm>(points)}}};
}

/// Struck through, scribbled over, or another character written on top or beside it.
Ink spoilt(const BoxMm& cell, const Ink& ink, const Sample& other, Chance& chance) {
  const BoxMm box = extent(ink).grown(0.5);
  const auto jitter = [&] { return chance.normal(0, 0.3); };
  Ink out = ink;
  switch (chance.integer(0, 4)) {
    case 0:
      append(out, line({{box.x + jitter(), box.bottom() + jitter()}, {box.right() + jitter(), box.y + jitter()}}));
      break;
    case 1:
      append(out, line({{box.x + jitter(), box.y + box.height / 2 + jitter()},
                        {box.right() + jitter(), box.y + box.height / 2 + jitter()}}));
      break;
    case 2: {
      std::vector<PointMm> zigzag;
      const int turns = chance.integer(5, 12);
      for (int i = 0; i <= turns; ++i)
        zigzag.push_back(
            {box.x + box.width * i / turns + jitter() / 2, (i % 2 == 0 ? box.y : box.bottom()) + jitter()});
      append(out, {{.parts = {zigzag}}});
      break;
    }
    case 3:
      append(out, ink_in(cell, other, chance));
      break;
    default: {
      const auto half = [&](const Ink& one, double x) {
        const BoxMm b = extent(one);
        return placed(one,
                      {.dx = x - 0.5 * (b.x + b.width / 2), .dy = 0.35 * (b.y + b.height / 2), .sx = 0.5, .sy = 0.65});
      };
      out = half(ink, cell.x + 0.27 * cell.width);
      append(out, half(ink_in(cell, other, chance), cell.x + 0.73 * cell.width));
    }
  }
  return out;
}

/// Writes samples from `next` on into the cells of the form until they are used up.
std::vector<std::vector<Written>> fill(cv::Mat& sheet, const bench::MadeUpPage& form,
                                       const std::vector<Sample>& samples, std::size_t& next, Chance& chance) {
  std::vector<std::vector<Written>> out;
  for (const Field& field : form.form.fields) {
    out.emplace_back(field.cells.size());
    Ink ink;
    double thicken_mm = 0;
    for (std::size_t i = 0; i < field.cells.size() && next < samples.size(); ++i) {
      if (chance.happens(0.06)) continue;
      const Sample& sample = samples[next++];
      const Sample& other = samples[static_cast<std::size_t>(chance.integer(0, static_cast<int>(next) - 1))];
      const Ink one = ink_in(field.cells[i], sample, chance);
      const bool single = other.text == sample.text || !chance.happens(0.04);
      append(ink, single ? one : spoilt(field.cells[i], one, other, chance));
      out.back()[i] = {&sample, single};
      thicken_mm = sample.hand.min_stroke_mm;
    }
    const Pen pen = pick_pen(chance);
    paint(sheet, ink, pen, px_per_mm(sheet, form), thicken_mm, chance);
  }
  return out;
}

struct Counts {
  int pages = 0, lost_pages = 0, cells = 0, seen_empty = 0, empty = 0, seen_inked = 0;
};

void add(bench::PictureFiles& files, const reading::Cell& cell, const Written& written, const std::string& preset,
         Counts& counts) {
  if (!written.sample) {
    ++counts.empty;
    counts.seen_inked += cell.p_ink > 0.5;
    return;
  }
  ++counts.cells;
  if (cell.shape.empty() || cell.p_ink < 0.05) {
    ++counts.seen_empty;
    return;
  }
  files.add_picture(cell.shape);
  files.add_picture(cell.place);
  files.add_labels(
      {written.single ? written.sample->text : "none", written.sample->writer, written.sample->id, preset});
}

void add(bench::PictureFiles& files, const imaging::RegisteredPage& page, const bench::MadeUpPage& form,
         const std::vector<std::vector<Written>>& written, const std::string& preset, Counts& counts) {
  for (std::size_t f = 0; f < written.size(); ++f) {
    const Field& field = form.form.fields[f];
    const imaging::FieldCrop crop = imaging::cut(page, field.box, 2, 300 / mm_per_inch);
    const reading::CutComb comb = reading::cut_comb(field, crop, form.rivals(f));
    for (std::size_t i = 0; i < field.cells.size(); ++i) add(files, comb.cells[i], written[f][i], preset, counts);
  }
}

void make(const bench::PictureRun& options) {
  Chance chance = Chance(options.seed).fork("cell pictures");
  const std::vector<Sample> samples = options.ink.empty()
                                          ? samples_of_fonts(chance)
                                          : samples_of(load_strokes(options.ink, options.writers), options, chance);
  bench::PictureFiles files(options);
  Counts counts;
  for (std::size_t next = 0; next < samples.size(); ++counts.pages) {
    Chance own = chance.fork(fmt::format("part {} page {}", options.part, counts.pages));
    const bench::MadeUpPage form = bench::make_up_combs(own);
    cv::Mat sheet = fresh_sheet(form);
    const auto written = fill(sheet, form, samples, next, own);
    const std::string& preset = own.pick(options.scanners);
    const auto found = scanned(sheet, form, preset, own);
    if (!found) {
      ++counts.lost_pages;
      continue;
    }
    add(files, *found, form, written, preset, counts);
  }
  std::cerr << fmt::format(
      "{} pages, {} not found; {} inked cells, {} of them seen as empty; {} empty cells, {} seen as inked\n",
      counts.pages, counts.lost_pages, counts.cells, counts.seen_empty, counts.empty, counts.seen_inked);
}

}  // namespace

int main(int count, char** arguments) {
  return bench::run_pictures("cell_pictures", {arguments + 1, arguments + count}, make);
}
