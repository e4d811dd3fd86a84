#include "src/commands/template_test.hpp"

#include <fmt/format.h>
#include <atomic>
#include <nlohmann/json.hpp>
#include <ostream>

#include "pipeline/batch/run_batch.hpp"
#include "pipeline/forms/load.hpp"
#include "pipeline/rehearsal/gates.hpp"
#include "pipeline/rehearsal/score.hpp"
#include "pipeline/rehearsal/synth.hpp"
#include "src/commands/save_file.hpp"
#include "src/commands/template_folders.hpp"
#include "src/commands/template_test_page.hpp"
#include "src/commands/work_folder.hpp"

namespace fs = std::filesystem;

namespace carescan::app {
namespace {

using Json = nlohmann::ordered_json;

/// On one HTML page, of one template: more nobody looks at.
constexpr std::size_t most_pictures = 150;

void paint(const FormTemplate& form, const TemplateTestOptions& options, const Installation& here,
           const fs::path& scans) {
  const std::vector<Raster> blanks = batch::load_blanks(form, intake_of(here));
  for (std::size_t i = 0; i < options.scanners.size(); ++i)
    rehearsal::synth(form, blanks,
                     {.count = options.forms,
                      .seed = options.seed + i,  // other people on every scanner
                      .scanner = options.scanners[i],
                      .ink = options.ink,
                      .writers = options.writers},
                     scans / options.scanners[i]);
}

void read_all(const fs::path& folder, const fs::path& scans, const fs::path& out, int jobs, const Installation& here) {
  batch::RunOptions run;
  run.paths = {scans};
  run.desk.out = {out, "template-test"};
  run.desk.templates = {folder};
  run.desk.pdf_renderer = here.pdf_renderer;
  run.prints = here.prints;
  run.desk.tool_version = CARESCAN_VERSION;
  run.workers = {jobs, here.executable};
  run.now = "2026-01-01T00:00:00Z";  // made-up forms hang on no clock
  std::atomic<bool> stop = false;
  const batch::RunListener nobody{.planned = [](std::size_t, std::size_t) {},
                                  .page_done = [](std::size_t, int, int) {},
                                  .source_done = [](const batch::SourceDone&) {}};
  const batch::RunResult result = batch::run_batch(run, nobody, stop);
  if (!result.bug.empty()) throw std::runtime_error(result.bug);
}

Tested tested(const fs::path& folder, const TemplateTestOptions& options, const Installation& here) {
  const WorkFolder work("template-test");
  const fs::path scans = work.path / "scans", out = work.path / "out";
  Tested result{.form = forms::load_form(folder), .score = {}, .gates = {}, .wrong = {}};
  paint(result.form, options, here, scans);
  read_all(folder, scans, out, options.jobs, here);
  result.score = rehearsal::score(out, scans);
  result.gates = rehearsal::gates_of(result.form, result.score);
  if (!options.html.empty())
    result.wrong = rehearsal::wrong_fields(result.form, out, scans, intake_of(here), most_pictures);
  return result;
}

std::string as_json(const Tested& tested) {
  Json json{{"form", tested.form.id}, {"version", tested.form.version}};
  json.update(Json::parse(tested.score));
  json["gates"] = Json::array();
  for (const rehearsal::Gate& gate : tested.gates)
    json["gates"].push_back(
        {{"name", gate.name}, {"limit", gate.limit}, {"figure", gate.figure}, {"passes", gate.passes()}});
  return json.dump() + "\n";
}

std::string as_text(const Tested& tested) {
  std::string text =
      fmt::format("{} {}\n{}", tested.form.id, tested.form.version, rehearsal::score_table(tested.score));
  for (const rehearsal::Gate& gate : tested.gates)
    text += fmt::format("gate {:<40} {:>8.4g}, at most {:<8.4g} {}\n", gate.name, gate.figure, gate.limit,
                        gate.passes() ? "holds" : "DOES NOT HOLD");
  return text + "\n";
}

/// One suite a template, one case a gate. Names are words of form.json, where the schema allows nothing to escape.
std::string as_junit(const std::vector<Tested>& all) {
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
  for (const Tested& tested : all) {
    const auto failures = std::ranges::count_if(tested.gates, [](const auto& gate) { return !gate.passes(); });
    xml += fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\">\n", tested.form.id, tested.gates.size(),
                       failures);
    for (const rehearsal::Gate& gate : tested.gates)
      xml += gate.passes()
                 ? fmt::format("    <testcase name=\"{}\"/>\n", gate.name)
                 : fmt::format("    <testcase name=\"{}\"><failure message=\"{} is more than {}\"/></testcase>\n",
                               gate.name, gate.figure, gate.limit);
    xml += "  </testsuite>\n";
  }
  return xml + "</testsuites>\n";
}

}  // namespace

ExitCode template_test(const TemplateTestOptions& options, const Installation& here, std::ostream& answer,
                       std::ostream& notes) {
  std::vector<Tested> all;
  bool passes = true;
  for (const fs::path& folder : template_folders(options.folders)) {
    notes << fmt::format("{}: {} forms through {} scanners\n", folder.string(), options.forms, options.scanners.size());
    all.push_back(tested(folder, options, here));
    passes = passes && all.back().passes();
    if (options.format == TestFormat::json) answer << as_json(all.back());
    if (options.format == TestFormat::text) answer << as_text(all.back());
  }
  if (options.format == TestFormat::junit) answer << as_junit(all);
  if (!options.html.empty()) save_file(options.html, test_page(all));
  return passes ? ExitCode::done : ExitCode::needs_person;
}

}  // namespace carescan::app
