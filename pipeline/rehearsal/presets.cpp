#include <algorithm>

#include "pipeline/model/failure.hpp"
#include "pipeline/rehearsal/copier.hpp"
#include "pipeline/rehearsal/scanner.hpp"

namespace carescan::rehearsal {

Scanner pick_scanner(const std::string& preset, Chance& chance) {
  Scanner scanner;
  if (preset == "clean") {
    scanner = {.dpi = 300,
               .jpeg_quality = 95,
               .skew_sd_deg = 0.1,
               .skew_max_deg = 0.3,
               .offset_sd_mm = 0.3,
               .stretch_mm = 0,
               .blur_mm = 0.03,
               .noise = 0.5,
               .paper = 254};
    return scanner;
  }
  if (preset != "office" && preset != "copier")
    throw Failure{"scanner-unknown", preset, "no such scanner preset", "one of: clean, office, copier"};
  static const std::vector<double> resolutions{150, 200, 200, 200, 300, 300};
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
  if (preset == "copier") make_second_generation(scanner, chance);
  return scanner;
}

}  // namespace carescan::rehearsal
