#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "pipeline/model/failure.hpp"
#include "pipeline/rehearsal/copier.hpp"
#include "pipeline/rehearsal/fax.hpp"
#include "pipeline/rehearsal/old_paper.hpp"
#include "pipeline/rehearsal/phone.hpp"
#include "pipeline/rehearsal/scanner.hpp"

namespace carescan::rehearsal {

namespace {

Scanner clean_scanner(Chance&) {
  return {.dpi = 300,
          .jpeg_quality = 95,
          .skew_sd_deg = 0.1,
          .skew_max_deg = 0.3,
          .offset_sd_mm = 0.3,
          .stretch_mm = 0,
          .blur_mm = 0.03,
          .noise = 0.5,
          .paper = 254};
}

Scanner office_scanner(Chance& chance) {
  static const std::vector<double> resolutions{150, 200, 200, 200, 300, 300};
  Scanner scanner;
  scanner.dpi = chance.pick(resolutions);
  const double tone = chance.uniform(0, 1);
  scanner.tone = tone < 0.45 ? Tone::grey : tone < 0.65 ? Tone::colour : Tone::bilevel;
  if (scanner.tone == Tone::bilevel) scanner.dpi = std::max(scanner.dpi, 200.0);
  scanner.jpeg_quality = chance.integer(50, 95);
  scanner.scale_x = chance.uniform(0.99, 1.01);
  scanner.scale_y = chance.uniform(0.99, 1.01);
  scanner.stretch_mm = 0.08;
  scanner.blur_mm = chance.uniform(0.04, 0.08);
  scanner.noise = chance.uniform(1, 4);
  scanner.paper = chance.uniform(232, 252);
  return scanner;
}

Scanner copier(Chance& chance) {
  Scanner scanner = office_scanner(chance);
  make_second_generation(scanner, chance);
  return scanner;
}

struct Preset {
  std::string name;
  Scanner (*pick)(Chance&);
};

const std::vector<Preset>& presets() {
  static const std::vector<Preset> all{{"clean", clean_scanner}, {"office", office_scanner}, {"copier", copier},
                                       {"fax", fax_machine},     {"old", filing_cabinet},    {"phone", phone_camera}};
  return all;
}

}  // namespace

const std::vector<std::string>& scanner_presets() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const Preset& preset : presets()) all.push_back(preset.name);
    return all;
  }();
  return names;
}

Scanner pick_scanner(const std::string& name, Chance& chance) {
  for (const Preset& preset : presets())
    if (preset.name == name) return preset.pick(chance);
  throw Failure{"scanner-unknown", name, "no such scanner preset",
                fmt::format("one of: {}", fmt::join(scanner_presets(), ", "))};
}

}  // namespace carescan::rehearsal
