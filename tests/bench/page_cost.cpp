// What one page costs, step by step, in user CPU ms: decode, straighten, identify, and the reading of its fields by
// what they are, kind after kind and all together. Medians over the pages of a folder of scans that show the form.
//   page_cost FORM_DIR SCANS
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <vector>

#include "pipeline/forms/load.hpp"
#include "pipeline/imaging/local_shift.hpp"
#include "pipeline/imaging/straighten.hpp"
#include "pipeline/intake/page_stream.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/reading/cells.hpp"
#include "pipeline/reading/ink_map.hpp"
#include "pipeline/reading/read_fields.hpp"

namespace {

using namespace carescan;
namespace fs = std::filesystem;

double user_ms() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return static_cast<double>(used.ru_utime.tv_sec) * 1e3 + static_cast<double>(used.ru_utime.tv_usec) / 1e3;
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
  const double before = user_ms();
  auto result = step();
  costs.of(name).push_back(user_ms() - before);
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
    const auto shifts = timed(costs, "combs: local shifts", [&] {
      std::vector<PointMm> out;
      for (const Field* field : fields) out.push_back(imaging::local_shift(page, field->box.grown(2)));
      return out;
    });
    const auto crops = timed(costs, "combs: cut out, with shifts", [&] {
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

  void page(const intake::PageStream& pages, int number) {
    const PageImage image = timed(costs, "decode", [&] { return pages.read(number); });
    imaging::Straightened straight = timed(costs, "straighten", [&] { return imaging::straighten(image); });
    const auto found = timed(costs, "identify, register", [&] { return imaging::identify(straight, prints); });
    if (!found.accepted) return;
    const imaging::RegisteredPage page{std::move(straight), *found.accepted, prints[found.accepted->print]};
    const int of = found.accepted->print + 1;
    for (const Part& part : parts) {
      if (part.name == "read combs") pieces(page, part.form, of);
      const auto read = timed(costs, part.name, [&] { return reading::read_fields(page, part.form, of, engines); });
      counts[part.name].push_back(static_cast<double>(read.size()));
      counts[part.name + " inked"].push_back(static_cast<double>(
          std::ranges::count_if(read, [](const Reading& r) { return r.state != FieldState::blank; })));
    }
  }
};

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values.empty() ? 0 : values[values.size() / 2];
}

void tell(const Bench& bench) {
  std::cout << "| step | median ms | 95 of 100 | fields (median) | not blank |\n| --- | ---: | ---: | ---: | ---: |\n";
  for (const auto& [name, values] : bench.costs.steps) {
    std::vector<double> sorted = values;
    std::ranges::sort(sorted);
    const auto of = [&](const std::string& what) {
      return bench.counts.contains(what) ? fmt::format("{:.0f}", median(bench.counts.at(what))) : "";
    };
    std::cout << fmt::format("| {} | {:.1f} | {:.1f} | {} | {} |\n", name, median(values),
                             sorted[sorted.size() * 95 / 100], of(name), of(name + " inked"));
  }
}

void measure(const fs::path& folder, const fs::path& scans) {
  intake::IntakeOptions intake;
  intake.pdf_renderer = fs::path(CARESCAN_BINARY_DIR) / "carescan-pdf";
  const FormTemplate form = forms::load_form(folder);
  std::vector<imaging::PagePrint> prints;
  const std::vector<Raster> blanks = intake::load_pages(form.blank, intake);
  for (const FormPage& page : form.pages) {
    std::vector<Field> fields;
    std::ranges::copy_if(form.fields, std::back_inserter(fields),
                         [&](const Field& f) { return f.page == page.number; });
    prints.push_back(imaging::prepare_print(blanks.at(static_cast<std::size_t>(page.number - 1)), page, fields));
  }
  Bench bench{.form = form, .prints = prints, .parts = parts_of(form)};
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
    measure(arguments[1], arguments[2]);
    return 0;
  } catch (const Failure& failure) {
    std::cerr << fmt::format("{}: {}: {} ({})\n", failure.code, failure.path, failure.why, failure.hint);
    return 1;
  }
}
