#include <fmt/format.h>

#include "src/build_commands.hpp"
#include "src/commands/template_commands.hpp"
#include "src/commands/template_diff.hpp"
#include "src/commands/template_draft.hpp"
#include "src/commands/template_edit.hpp"
#include "src/commands/template_test.hpp"
#include "src/read_options.hpp"

namespace fs = std::filesystem;

namespace carescan::app {
namespace {

CheckFormat check_format(const std::string& word) {
  if (word == "text") return CheckFormat::text;
  if (word == "json") return CheckFormat::json;
  if (word == "junit") return CheckFormat::junit;
  if (word == "sarif") return CheckFormat::sarif;
  throw UsageError("--format is text, json, junit or sarif");
}

TestFormat test_format(const std::string& word) {
  if (word == "text") return TestFormat::text;
  if (word == "json") return TestFormat::json;
  if (word == "junit") return TestFormat::junit;
  throw UsageError("--format is text, json or junit");
}

}  // namespace

Command build_synth(const Given& given, const Installation& here) {
  rehearsal::SynthOptions options;
  options.count = given["count"].as<int>();
  options.seed = given["seed"].as<std::uint64_t>();
  options.scanner = text(given, "scanner", "office");
  if (given.count("ink")) options.ink = paths(given["ink"].as<Strings>());
  options.writers = text(given, "writers");
  if (options.count < 1) throw UsageError("--count is a number from 1");
  return [folder = only(given, "TEMPLATE_DIR"), options, out = folder_for_output(given), intake = intake_of(here)](
             std::ostream&, std::ostream& notes) { return synth(folder, options, out, intake, notes); };
}

Command build_template_check(const Given& given, const Installation& here) {
  return [folders = paths(rest(given, "DIR")), format = check_format(text(given, "format", "text")),
          intake = intake_of(here)](std::ostream& answer, std::ostream&) {
    return template_check(folders, format, intake, answer);
  };
}

Command build_template_test(const Given& given, const Installation& here) {
  TemplateTestOptions options;
  options.folders = paths(rest(given, "DIR"));
  if (given.count("forms")) options.forms = given["forms"].as<int>();
  if (options.forms < 1) throw UsageError("--forms is a number from 1");
  options.seed = given["seed"].as<std::uint64_t>();
  if (given.count("ink")) options.ink = paths(given["ink"].as<Strings>());
  options.writers = text(given, "writers");
  if (given.count("scanner")) options.scanners = given["scanner"].as<Strings>();
  options.format = test_format(text(given, "format", "text"));
  options.html = text(given, "html");
  options.jobs = jobs_of(given);
  return [options, here](std::ostream& answer, std::ostream& notes) {
    return template_test(options, here, answer, notes);
  };
}

Command build_template_draft(const Given& given, const Installation& here) {
  return [blank = only(given, "BLANK"), folder = fs::path(must(given, "out")), intake = intake_of(here)](
             std::ostream& answer, std::ostream&) { return template_draft(blank, folder, intake, answer); };
}

Command build_template_diff(const Given& given, const Installation&) {
  const std::vector<fs::path> both = paths(rest(given, "DIR_A DIR_B"));
  if (both.size() != 2) throw UsageError("DIR_A DIR_B: two template folders, as it was and as it is now");
  const std::string format = text(given, "format", "text");
  if (format != "text" && format != "json") throw UsageError("--format is text or json");
  const TemplateDiffOptions options{both[0], both[1], format == "json", text(given, "run")};
  return [options](std::ostream& answer, std::ostream&) { return template_diff(options, answer); };
}

Command build_template_edit(const Given& given, const Installation& here) {
  const TemplateEditOptions options{only(given, "DIR"), here.executable, intake_of(here), port_of(given),
                                    given.count("no-browser") == 0};
  return [options](std::ostream& answer, std::ostream& notes) { return template_edit(options, answer, notes); };
}

Command build_template_show(const Given& given, const Installation& here) {
  const fs::path file = must(given, "out");
  if (file.extension() != ".png" && file.extension() != ".html")
    throw UsageError(fmt::format("--out {}: the file's name ends in .png or .html", file.string()));
  return [folder = only(given, "DIR"), file, intake = intake_of(here)](std::ostream&, std::ostream&) {
    return template_show(folder, file, intake);
  };
}

Command build_template_learn(const Given& given, const Installation& here) {
  const std::vector<fs::path> all = paths(rest(given, "DIR PATH"));
  if (all.size() < 2) throw UsageError("DIR PATH... is missing: a template folder, then filled scans of the form");
  return [folder = all.front(), scans = std::vector<fs::path>(all.begin() + 1, all.end()), intake = intake_of(here)](
             std::ostream&, std::ostream& notes) { return template_learn(folder, scans, intake, notes); };
}

Command build_template_prepare(const Given& given, const Installation& here) {
  return [folders = paths(rest(given, "DIR")), out = fs::path(text(given, "out")), intake = intake_of(here)](
             std::ostream&, std::ostream& notes) { return template_prepare(folders, out, intake, notes); };
}

Command build_template_questionnaire(const Given& given, const Installation&) {
  return [folder = only(given, "DIR")](std::ostream& answer, std::ostream&) {
    return template_questionnaire(folder, answer);
  };
}

}  // namespace carescan::app
