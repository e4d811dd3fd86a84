// What the marks net learns from, and is measured on: boxes of made-up forms are marked, cancelled, missed or left
// alone by recorded hands, scanned, found, registered and cut out again, all with the product's own code.
//   mark_pictures OUT [--ink FILE]... [--writers LIST] --scanners "office copier" --seed N --pages N
// Without --ink the letters and words are those of handwriting-like fonts.
// OUT.u8: for each box a picture of 120 × 40 bytes (pipeline/reading/mark_picture.hpp).
// OUT.tsv: for each box its class (empty, marked, cancelled, unclear), how it was made, writer, preset, and what the
// features' rule says of it: P(marked) and its reasons. What the scan shows nothing of are left out and counted.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <iostream>
#include <opencv2/core.hpp>

#include "pipeline/imaging/crop.hpp"
#include "pipeline/reading/mark_picture.hpp"
#include "pipeline/reading/marks.hpp"
#include "pipeline/rehearsal/writers.hpp"
#include "tests/bench/made_up_marks.hpp"
#include "tests/bench/picture_run.hpp"

namespace {

using namespace carescan;
using namespace carescan::rehearsal;
using bench::MarkClass;

constexpr std::string_view class_names[] = {"empty", "marked", "cancelled", "unclear"};

/// A page's pen: people's pens, and now and then a light pencil or a dying ball pen.
Pen pick_any_pen(Chance& chance) {
  Pen pen = pick_pen(chance);
  if (chance.happens(0.12)) pen.darkness *= chance.uniform(0.3, 0.8);
  return pen;
}

cv::Mat painted(const bench::MadeUpMarks& form, const bench::MarkedPage& marked, const Writer& writer, Chance& chance) {
  cv::Mat sheet = fresh_sheet(form);
  for (const Ink& ink : marked.ink) paint(sheet, ink, writer.pen, px_per_mm(sheet, form), 0, chance);
  return sheet;
}

struct Counts {
  int pages = 0, lost_pages = 0, boxes = 0, unseen = 0;
};

/// Whether the scan shows anything of what was done: in the box; of what is unclear, also round it.
bool shows_ink(const reading::MarkFeatures& seen, MarkClass truth) {
  if (truth != MarkClass::unclear) return seen.unsure_strokes > 0.05;
  return cv::countNonZero(seen.picture.rowRange(0, reading::mark_picture_side) > 40) > 6;
}

struct From {
  std::string writer, preset;
};

void add(bench::PictureFiles& files, const reading::MarkFeatures& seen, const reading::Mark& rule,
         const bench::MarkedPage& marked, std::size_t i, const From& from) {
  files.add_picture(seen.picture);
  files.add_labels({std::string(class_names[static_cast<std::size_t>(marked.truth[i])]), marked.how[i], from.writer,
                    from.preset, fmt::format("{:.4f}", rule.p), fmt::format("{}", fmt::join(rule.reasons, ","))});
}

void add(bench::PictureFiles& files, const imaging::RegisteredPage& page, const bench::MadeUpMarks& form,
         const bench::MarkedPage& marked, const From& from, Counts& counts) {
  std::vector<reading::MarkFeatures> seen;
  std::vector<std::size_t> fields;
  std::vector<BoxMm> areas;
  for (const Field& field : form.form.fields) areas.push_back(field.box);
  for (std::size_t i = 0; i < form.form.fields.size(); ++i) {
    if (form.form.fields[i].kind != FieldKind::checkbox) continue;
    seen.push_back(reading::look_at_box(page, form.form.fields[i].box, areas));
    fields.push_back(i);
  }
  const reading::MarkStyle style = reading::style_of(seen);
  for (std::size_t k = 0; k < seen.size(); ++k) {
    ++counts.boxes;
    if (marked.truth[fields[k]] != MarkClass::empty && !shows_ink(seen[k], marked.truth[fields[k]]))
      ++counts.unseen;
    else
      add(files, seen[k], reading::judge_mark(seen[k], style), marked, fields[k], from);
  }
}

void make(const bench::PictureRun& run) {
  const Chance seed = Chance(run.seed).fork("mark pictures");
  Chance turns = seed.fork("writers");
  const WriterPool pool = gather_writers({.ink = run.ink, .writers = run.writers}, turns);
  bench::PictureFiles files(run);
  Counts counts;
  for (; counts.pages < run.pages; ++counts.pages) {
    Chance own = seed.fork(fmt::format("page {}", counts.pages));
    const bench::MadeUpMarks form = bench::make_up_marks(own);
    Writer writer = pick_writer(pool, counts.pages, own);
    writer.pen = pick_any_pen(own);
    const bench::MarkedPage marked = bench::mark_up(form, writer, own);
    const std::string& preset = own.pick(run.scanners);
    const cv::Mat sheet = painted(form, marked, writer, own);
    const auto found = scanned(sheet, form, preset, own);
    if (!found) {
      ++counts.lost_pages;
      continue;
    }
    add(files, *found, form, marked, {writer.hand.name, preset}, counts);
  }
  std::cerr << fmt::format("{} pages, {} not found; {} boxes, {} that the scan does not show\n", counts.pages,
                           counts.lost_pages, counts.boxes, counts.unseen);
}

}  // namespace

int main(int count, char** arguments) {
  return bench::run_pictures("mark_pictures", {arguments + 1, arguments + count}, make);
}
