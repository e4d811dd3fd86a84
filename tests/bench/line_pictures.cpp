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
#include <iostream>

#include "pipeline/imaging/crop.hpp"
#include "pipeline/reading/line_picture.hpp"
#include "pipeline/reading/presence.hpp"
#include "pipeline/rehearsal/pen.hpp"
#include "tests/bench/line_samples.hpp"
#include "tests/bench/made_up_lines.hpp"
#include "tests/bench/picture_run.hpp"

namespace {

using namespace carescan;
using namespace carescan::rehearsal;
using bench::LineSample;
using bench::PictureRun;

/// How much smaller a line becomes in a box: no larger than people write between lines.
double size_in(const BoxMm& box, const LineSample& line, Chance& chance) {
  return std::min(1.0, chance.uniform(0.42, 0.58) * box.height / line.capital_mm);
}

/// The line as it is written into a box: on the rule, more or less.
Ink ink_in(const BoxMm& box, const LineSample& line, double size, Chance& chance) {
  const Ink ink = placed(line.ink, {.sx = size, .sy = size});
  const double room = std::max(0.0, box.width - extent(ink).width - 1);
  const double x = box.x + 0.5 + std::min(room, std::abs(chance.normal(0.8, 1.2)));
  return placed(ink,
                {.dx = x - extent(ink).x, .dy = box.y + box.height * std::clamp(chance.normal(0.77, 0.04), 0.65, 0.9)});
}

/// Who writes small takes a fine pen: a ball pen's 0.35 mm are a ninth of capitals of 3 mm, a felt pen's a sixth.
Pen pen_for(const LineSample& line, double size, Chance& chance) {
  if (line.typed) return typed_pen();
  Pen pen = pick_pen(chance);
  pen.width_mm = std::min(pen.width_mm, 0.16 * size * line.capital_mm);
  return pen;
}

void write_on(cv::Mat& sheet, const bench::MadeUpLines& form, const std::vector<LineSample>& samples, std::size_t from,
              Chance& chance) {
  const cv::Point2d scale = px_per_mm(sheet, form);
  for (std::size_t i = 0; i < form.taken; ++i) {
    const LineSample& line = samples[from + i];
    const BoxMm& box = form.form.fields[i].box;
    const double size = size_in(box, line, chance);
    paint(sheet, ink_in(box, line, size, chance), pen_for(line, size, chance), scale, line.thicken_mm, chance);
  }
}

struct Counts {
  int pages = 0, lost_pages = 0, lines = 0, unseen = 0;
};

void add(bench::PictureFiles& files, const imaging::RegisteredPage& page, const bench::MadeUpLines& form,
         std::size_t field, const LineSample& sample, const std::string& preset, Counts& counts) {
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
  files.add_picture(picture);
  files.add_labels({std::to_string(picture.cols), sample.typed ? "typed" : "written", sample.text, sample.writer,
                    sample.id, preset});
}

/// The widths of the boxes that the next samples ask for, more than a page can hold.
std::vector<double> widths(const std::vector<LineSample>& samples, std::size_t from, Chance& chance) {
  std::vector<double> out;
  for (std::size_t i = from; i < samples.size() && out.size() < 250; ++i)
    out.push_back(std::min(186.0, extent(samples[i].ink).width + 2.5 + std::abs(chance.normal(0, 6))));
  return out;
}

void make(const PictureRun& run) {
  Chance chance = Chance(run.seed).fork("line pictures");
  const std::vector<LineSample> samples = bench::line_samples(run, chance);
  bench::PictureFiles files(run);
  Counts counts;
  for (std::size_t next = 0; next < samples.size(); ++counts.pages) {
    Chance own = chance.fork(fmt::format("part {} page {}", run.part, counts.pages));
    const bench::MadeUpLines form = bench::make_up_lines(widths(samples, next, own), own);
    cv::Mat sheet = fresh_sheet(form);
    write_on(sheet, form, samples, next, own);
    const std::string& preset = own.pick(run.scanners);
    if (const auto found = scanned(sheet, form, preset, own)) {
      for (std::size_t i = 0; i < form.taken; ++i) add(files, *found, form, i, samples[next + i], preset, counts);
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
