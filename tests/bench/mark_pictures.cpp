// What the marks net learns from, and is measured on: boxes of made-up forms are marked, cancelled, missed or left
// alone by recorded hands, scanned, found, registered and cut out again, all with the product's own code.
//   mark_pictures OUT --ink FILE... --writers LIST --scanners "office copier" --seed N --pages N
// OUT.u8: for each box a picture of 120 × 40 bytes (pipeline/reading/mark_picture.hpp).
// OUT.tsv: for each box its class (empty, marked, cancelled, unclear), how it was made, writer, preset, and what the
// features' rule says of it: P(marked) and its reasons. What the scan shows nothing of are left out and counted.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <fstream>
#include <iostream>
#include <opencv2/imgproc.hpp>
#include <sstream>

#include "pipeline/imaging/crop.hpp"
#include "pipeline/imaging/mat.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/reading/mark_picture.hpp"
#include "pipeline/reading/marks.hpp"
#include "pipeline/rehearsal/writers.hpp"
#include "tests/bench/made_up_marks.hpp"
#include "tests/bench/made_up_page.hpp"

namespace {

using namespace carescan;
using namespace carescan::rehearsal;
using bench::MarkClass;
namespace fs = std::filesystem;

constexpr std::string_view class_names[] = {"empty", "marked", "cancelled", "unclear"};

struct Options {
  fs::path out;
  SynthOptions hands;
  std::vector<std::string> scanners;
  int pages = 1;
};

/// A page's pen: people's pens, and now and then a light pencil or a dying ball pen.
Pen pick_any_pen(Chance& chance) {
  Pen pen = pick_pen(chance);
  if (chance.happens(0.12)) pen.darkness *= chance.uniform(0.3, 0.8);
  return pen;
}

cv::Mat painted(const bench::MadeUpMarks& form, const bench::MarkedPage& marked, const Writer& writer, Chance& chance) {
  cv::Mat page;
  cv::cvtColor(imaging::view(form.blank), page, cv::COLOR_GRAY2RGB);
  for (const Ink& ink : marked.ink)
    paint(page, ink, writer.pen, {page.cols / form.form.pages[0].width_mm, page.rows / form.form.pages[0].height_mm}, 0,
          chance);
  return page;
}

struct Counts {
  int pages = 0, lost_pages = 0, boxes = 0, unseen = 0;
};

/// Whether the scan shows anything of what was done: in the box; of what is unclear, also round it.
bool shows_ink(const reading::MarkFeatures& seen, MarkClass truth) {
  if (truth != MarkClass::unclear) return seen.unsure_strokes > 0.05;
  return cv::countNonZero(seen.picture.rowRange(0, reading::mark_picture_side) > 40) > 6;
}

class Pictures {
 public:
  explicit Pictures(const Options& options)
      : pictures_(options.out.string() + ".u8", std::ios::binary), labels_(options.out.string() + ".tsv") {}

  void add(const imaging::RegisteredPage& page, const bench::MadeUpMarks& form, const bench::MarkedPage& marked,
           const std::string& from, Counts& counts) {
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
        add(seen[k], reading::judge_mark(seen[k], style), marked, fields[k], from);
    }
  }

 private:
  void add(const reading::MarkFeatures& seen, const reading::Mark& rule, const bench::MarkedPage& marked, std::size_t i,
           const std::string& from) {
    pictures_.write(reinterpret_cast<const char*>(seen.picture.data),
                    static_cast<std::streamsize>(seen.picture.total()));
    labels_ << fmt::format("{}\t{}\t{}\t{:.4f}\t{}\n", class_names[static_cast<std::size_t>(marked.truth[i])],
                           marked.how[i], from, rule.p, fmt::join(rule.reasons, ","));
  }

  std::ofstream pictures_, labels_;
};

Options options_of(const std::vector<std::string>& words) {
  Options options;
  options.out = words.at(0);
  for (std::size_t i = 1; i + 1 < words.size(); i += 2) {
    const std::string& value = words[i + 1];
    if (words[i] == "--ink") {
      options.hands.ink.emplace_back(value);
    } else if (words[i] == "--writers") {
      options.hands.writers = value;
    } else if (words[i] == "--scanners") {
      std::istringstream names(value);
      for (std::string name; names >> name;) options.scanners.push_back(name);
    } else if (words[i] == "--seed") {
      options.hands.seed = std::stoull(value);
    } else if (words[i] == "--pages") {
      options.pages = std::stoi(value);
    } else {
      throw std::invalid_argument(words[i]);
    }
  }
  if (options.hands.ink.empty() || options.scanners.empty()) throw std::invalid_argument("--ink or --scanners");
  return options;
}

void make(const Options& options) {
  const Chance seed = Chance(options.hands.seed).fork("mark pictures");
  Chance turns = seed.fork("writers");
  const WriterPool pool = gather_writers(options.hands, turns);
  Pictures pictures(options);
  Counts counts;
  for (; counts.pages < options.pages; ++counts.pages) {
    Chance own = seed.fork(fmt::format("page {}", counts.pages));
    const bench::MadeUpMarks form = bench::make_up_marks(own);
    Writer writer = pick_writer(pool, counts.pages, own);
    writer.pen = pick_any_pen(own);
    const bench::MarkedPage marked = bench::mark_up(form, writer, own);
    const std::string& preset = own.pick(options.scanners);
    const cv::Mat page = painted(form, marked, writer, own);
    const auto found = bench::scanned(page, form.form, form.blank, preset, own);
    if (!found) {
      ++counts.lost_pages;
      continue;
    }
    pictures.add(*found, form, marked, writer.hand.name + "\t" + preset, counts);
  }
  std::cerr << fmt::format("{} pages, {} not found; {} boxes, {} that the scan does not show\n", counts.pages,
                           counts.lost_pages, counts.boxes, counts.unseen);
}

}  // namespace

int main(int count, char** arguments) {
  Options options;
  try {
    options = options_of({arguments + 1, arguments + count});
  } catch (const std::exception& error) {
    std::cerr
        << "usage: mark_pictures OUT --ink FILE... --writers LIST --scanners \"office copier\" --seed N --pages N: "
        << error.what() << '\n';
    return 2;
  }
  try {
    make(options);
    return 0;
  } catch (const Failure& failure) {
    std::cerr << fmt::format("{}: {}: {} ({})\n", failure.code, failure.path, failure.why, failure.hint);
    return 1;
  }
}
