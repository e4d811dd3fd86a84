// What one page costs, step by step, in ms of CPU: decode, straighten, identify, and the reading of its fields by what
// they are, kind after kind and all together; and the least that could be asked for, which is decoding it and showing
// the ink there is to the engines. JSON: every page of a folder of scans that show the form, for scripts/bench/speed.
//   page_cost FORM_DIR SCANS
#include <time.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

#include "pipeline/forms/load.hpp"
#include "pipeline/imaging/become_worker.hpp"
#include "pipeline/imaging/ink_sketch.hpp"
#include "pipeline/imaging/straighten.hpp"
#include "pipeline/intake/page_stream.hpp"
#include "pipeline/intake/write_image.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/reading/cells.hpp"
#include "pipeline/reading/ink_map.hpp"
#include "pipeline/reading/lines.hpp"
#include "pipeline/reading/marks.hpp"
#include "pipeline/reading/other_printing.hpp"
#include "pipeline/reading/read_fields.hpp"
#include "pipeline/reading/stray_ink.hpp"
#include "pipeline/reading/writing.hpp"

namespace {

using namespace carescan;
namespace fs = std::filesystem;

double cpu_ms() {
  timespec used{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) * 1e3 + static_cast<double>(used.tv_nsec) / 1e6;
}

/// What each step took on each page, the steps in the order in which they came.
struct Costs {
  std::vector<std::pair<std::string, std::vector<double>>> steps;

  std::vector<double>& of(const std::string& name) {
    const auto known = std::ranges::find(steps, name, &std::pair<std::string, std::vector<double>>::first);
    return known != steps.end() ? known->second : steps.emplace_back(name, std::vector<double>{}).second;
  }
};

template <class Step>
auto timed(Costs& costs, const std::string& name, Step step) {
  const double before = cpu_ms();
  auto result = step();
  costs.of(name).push_back(cpu_ms() - before);
  return result;
}

/// The form with only those of its fields that `keep` wants.
template <class Keep>
FormTemplate part_of(const FormTemplate& form, Keep keep) {
  FormTemplate part = form;
  std::erase_if(part.fields, [&](const Field& field) { return !keep(field); });
  return part;
}

struct Part {
  std::string name;
  FormTemplate form;
};

std::vector<Part> parts_of(const FormTemplate& form) {
  const auto comb = [](const Field& f) { return is_written(f.kind) && !f.cells.empty(); };
  const auto line = [](const Field& f) { return is_written(f.kind) && f.cells.empty(); };
  const auto signature = [](const Field& f) { return f.kind == FieldKind::signature || f.kind == FieldKind::initials; };
  return {{"read no field", part_of(form, [](const Field&) { return false; })},
          {"read combs", part_of(form, comb)},
          {"read marks", part_of(form, [](const Field& f) { return is_mark(f.kind); })},
          {"read signatures", part_of(form, signature)},
          {"read lines", part_of(form, line)},
          {"read all fields", form}};
}

/// Passes on to another engine, and adds up what that takes.
class TimedEngine : public reading::TextEngine {
 public:
  TimedEngine(reading::TextEngine& engine, double& ms) : engine_(engine), ms_(ms) {}
  std::string name() const override { return engine_.name(); }
  std::vector<reading::TextGuess> read_line(const Raster& line, double px_per_mm,
                                            const std::string& alphabet) override {
    const double before = cpu_ms();
    auto guesses = engine_.read_line(line, px_per_mm, alphabet);
    ms_ += cpu_ms() - before;
    return guesses;
  }

 private:
  reading::TextEngine& engine_;
  double& ms_;
};

struct Bench {
  FormTemplate form;
  imaging::Prints prints;
  std::vector<Part> parts;
  reading::Engines engines = reading::load_engines();
  Costs costs{};
  std::map<std::string, std::vector<double>> counts{};

  /// What combs cost before the net sees them.
  void pieces(const imaging::RegisteredPage& page, const FormTemplate& form, int number) {
    std::vector<const Field*> fields;
    for (const Field& field : form.fields)
      if (field.page == number) fields.push_back(&field);
    const auto crops = timed(costs, "combs: cut out", [&] {
      std::vector<imaging::FieldCrop> out;
      for (const Field* field : fields) out.push_back(imaging::cut(page, field->box, 2, 300 / mm_per_inch));
      return out;
    });
    timed(costs, "combs: ink maps", [&] {
      std::vector<reading::InkMap> out;
      for (const auto& crop : crops) out.push_back(reading::ink_map(crop));
      return out;
    });
    const auto cells = timed(costs, "combs: cells, with ink maps", [&] {
      std::vector<reading::Cell> out;
      for (std::size_t i = 0; i < crops.size(); ++i)
        for (reading::Cell& cell : reading::cut_comb(*fields[i], crops[i], {}).cells) out.push_back(std::move(cell));
      return out;
    });
    timed(costs, "combs: net", [&] { return engines.cells.scores(cells); });
  }

  /// What Tesseract and the lines net take for the free lines with ink.
  double lines_ms(const imaging::RegisteredPage& page, int number, const std::vector<BoxMm>& areas) {
    double ms = 0;
    TimedEngine typed(*engines.typed, ms);
    const auto written = [&](const cv::Mat& picture) {
      const double before = cpu_ms();
      auto scores = engines.lines.scores(picture);
      ms += cpu_ms() - before;
      return scores;
    };
    for (const Field& field : form.fields)
      if (field.page == number && is_written(field.kind) && field.cells.empty())
        reading::read_lines(field, imaging::cut(page, field.box, 2, reading::text_px_per_mm),
                            reading::rivals_near(areas, field.box, 2), {.typed = typed, .written = written});
    return ms;
  }

  /// What the marks net takes for the boxes with ink.
  double marks_ms(const imaging::RegisteredPage& page, const std::vector<Field>& fields,
                  const std::vector<BoxMm>& areas) {
    std::vector<reading::MarkFeatures> boxes;
    for (const Field& field : fields) {
      if (!is_mark(field.kind)) continue;
      if (field.options.empty()) boxes.push_back(reading::look_at_box(page, field.box, areas));
      for (const Option& option : field.options) boxes.push_back(reading::look_at_box(page, option.box, areas));
    }
    std::vector<reading::MarkFeatures*> inked;
    for (reading::MarkFeatures& box : boxes)
      if (box.strokes > 0) inked.push_back(&box);
    const double before = cpu_ms();
    if (!inked.empty()) reading::ask_net(engines.marks, inked);
    return cpu_ms() - before;
  }

  /// The parts of what every page costs, whatever its fields are.
  void sheet(const imaging::FieldCrop& whole, int number) {
    std::vector<BoxMm> boxes;
    std::vector<reading::Area> areas;
    for (const Field& field : fields_of(number)) boxes.push_back(field.box), areas.push_back({field.box});
    timed(costs, "sheet: ink map", [&] { return reading::ink_map(whole); });
    timed(costs, "sheet: stray ink, with ink map", [&] { return reading::stray_ink(whole, areas); });
    timed(costs, "sheet: other printing", [&] { return reading::other_printing(whole, boxes); });
  }

  /// The least there is: the page decoded, and each engine on the ink that it is for.
  void floor(const imaging::RegisteredPage& page, int number) {
    const std::vector<Field> fields = fields_of(number);
    std::vector<BoxMm> areas;
    for (const Field& field : fields) {
      if (field.options.empty()) areas.push_back(field.box);
      for (const Option& option : field.options) areas.push_back(option.box);
    }
    const double engines_ms =
        costs.of("combs: net").back() + marks_ms(page, fields, areas) + lines_ms(page, number, areas);
    costs.of("engines on the ink there is").push_back(engines_ms);
    costs.of("floor: decode and engines").push_back(costs.of("decode").back() + engines_ms);
  }

  std::vector<Field> fields_of(int number) const {
    return part_of(form, [&](const Field& field) { return field.page == number; }).fields;
  }

  void page(const intake::PageStream& pages, int number) {
    const PageImage image = timed(costs, "decode", [&] { return pages.read(number); });
    imaging::Straightened straight = timed(costs, "straighten", [&] { return imaging::straighten(image); });
    if (straight.blank) return;
    const auto found = timed(costs, "identify, register", [&] { return imaging::identify(straight, prints); });
    if (!found.accepted) return;
    const imaging::RegisteredPage page{std::move(straight), *found.accepted, prints[found.accepted->print]};
    const imaging::FieldCrop whole = timed(costs, "sheet: cut out", [&] { return imaging::cut_sheet(page); });
    const int of = found.accepted->print + 1;
    for (const Part& part : parts) {
      if (part.name == "read combs") pieces(page, part.form, of);
      const auto read =
          timed(costs, part.name, [&] { return reading::read_fields(page, whole, part.form, of, engines); });
      counts[part.name].push_back(static_cast<double>(read.size()));
      counts[part.name + " inked"].push_back(static_cast<double>(
          std::ranges::count_if(read, [](const Reading& r) { return r.state != FieldState::blank; })));
    }
    sheet(whole, of);
    floor(page, of);
    timed(costs, "sketch", [&] { return imaging::sketch_ink(whole); });
    timed(costs, "picture for review", [&] {
      return intake::encode_jpeg(whole.scan, 55, 150);
    });
  }
};

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values.empty() ? 0 : values[values.size() / 2];
}

void tell(const Bench& bench) {
  nlohmann::ordered_json steps = nlohmann::ordered_json::array();
  for (const auto& [name, values] : bench.costs.steps) {
    steps.push_back({{"step", name}, {"ms", values}});
    if (!bench.counts.contains(name)) continue;
    steps.back()["fields"] = median(bench.counts.at(name));
    steps.back()["not_blank"] = median(bench.counts.at(name + " inked"));
  }
  std::cout << steps.dump(1) << "\n";
}

void measure(const fs::path& folder, const fs::path& scans) {
  intake::IntakeOptions intake;
  intake.pdf_renderer = fs::path(CARESCAN_BINARY_DIR) / "carescan-pdf";
  FormTemplate form = forms::load_form(folder);
  form.sha256 = "its word lists are read once";
  std::vector<imaging::PagePrint> prints;
  const std::vector<Raster> blanks = intake::load_pages(form.blank, intake);
  for (const FormPage& page : form.pages) {
    const auto fields = part_of(form, [&](const Field& f) { return f.page == page.number; }).fields;
    prints.push_back(imaging::prepare_print(blanks.at(static_cast<std::size_t>(page.number - 1)), page, fields));
  }
  Bench bench{.form = form, .prints = prints, .parts = parts_of(form)};
  bench.engines.knowledge[form.sha256] = reading::knowledge_of(form);
  for (const intake::Source& source : intake::find_sources({scans})) {
    const intake::PageStream pages(source, intake::sha256_of(source), intake);
    for (int number = 1; number <= pages.size(); ++number) bench.page(pages, number);
  }
  tell(bench);
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) {
    std::cerr << "usage: page_cost FORM_DIR SCANS\n";
    return 2;
  }
  try {
    imaging::become_worker();
    measure(arguments[1], arguments[2]);
    return 0;
  } catch (const Failure& failure) {
    std::cerr << failure.path << ": " << failure.why << "; " << failure.hint << "\n";
    return 1;
  }
}
