#include <fmt/format.h>

#include "src/build_commands.hpp"
#include "src/commands/doctor.hpp"
#include "src/commands/read.hpp"
#include "src/commands/research.hpp"
#include "src/commands/review.hpp"
#include "src/commands/run_commands.hpp"
#include "src/commands/separators.hpp"
#include "src/read_options.hpp"
#include "src/review/sessions.hpp"
#include "src/this_run.hpp"

namespace fs = std::filesystem;

namespace carescan::app {
namespace {

ExportFormat export_format(const std::string& word) {
  if (word == "csv") return ExportFormat::csv;
  if (word == "ndjson") return ExportFormat::ndjson;
  if (word == "summary") return ExportFormat::summary;
  throw UsageError("--format is csv, ndjson, summary or research");
}

Command build_research(const Given& given, const Installation& here) {
  ResearchExport options{
      only(given, "OUT"), must(given, "to"), template_folders(given, here), {}, text(given, "opt-out")};
  options.key = text(given, "key", (options.out / "research.key").string());
  return [options](std::ostream&, std::ostream& notes) { return export_research(options, notes); };
}

}  // namespace

Command build_read(const Given& given, const Installation& here) {
  folder_for_output(given);
  return [options = read_options(given, here)](std::ostream& answer, std::ostream& notes) {
    return read(options, answer, notes);
  };
}

Command build_merge(const Given& given, const Installation&) {
  return [out = only(given, "OUT")](std::ostream&, std::ostream& notes) { return merge(out, notes); };
}

Command build_status(const Given& given, const Installation&) {
  return [out = only(given, "OUT"), format = format_of(given)](std::ostream& answer, std::ostream&) {
    return status(out, format, answer);
  };
}

Command build_review(const Given& given, const Installation& here) {
  ReviewOptions options;
  options.out = only(given, "OUT");
  options.templates = template_folders(given, here);
  options.executable = here.executable;
  options.intake = intake_of(here);
  options.port = port_of(given);
  options.browser = given.count("no-browser") == 0;
  options.reviewer = text(given, "reviewer", login_name());
  if (!web::is_reviewer_name(options.reviewer))
    throw UsageError("--reviewer: a name has 1 to 60 characters that can be printed");
  return [options](std::ostream& answer, std::ostream& notes) { return review(options, answer, notes); };
}

Command build_export(const Given& given, const Installation& here) {
  if (text(given, "format") == "research") return build_research(given, here);
  for (const char* option : {"key", "opt-out", "templates"})
    if (given.count(option)) throw UsageError(fmt::format("--{} is for --format research", option));
  return [out = only(given, "OUT"), format = export_format(must(given, "format")), to = fs::path(must(given, "to"))](
             std::ostream&, std::ostream& notes) { return export_run(out, format, to, notes); };
}

Command build_push(const Given& given, const Installation&) {
  batch::PushOptions options;
  options.base_url = must(given, "to");
  options.token_file = text(given, "token-file");
  options.unreviewed = given.count("unreviewed") > 0;
  options.dry_run = given.count("dry-run") > 0;
  return [out = only(given, "OUT"), options](std::ostream& answer, std::ostream& notes) {
    return push(out, options, answer, notes);
  };
}

Command build_certify(const Given& given, const Installation&) {
  std::optional<double> target;
  if (given.count("target")) target = given["target"].as<double>();
  if (target && !(*target > 0 && *target < 1)) throw UsageError("--target is a share between 0 and 1, such as 0.001");
  return [out = only(given, "OUT"), target, format = format_of(given)](std::ostream& answer, std::ostream& notes) {
    return certify(out, target, format, answer, notes);
  };
}

Command build_verify(const Given& given, const Installation& here) {
  const std::string head = text(given, "head");
  if (!head.empty() && (head.size() != 64 || head.find_first_not_of("0123456789abcdef") != std::string::npos))
    throw UsageError("--head is the hash that the report names: 64 of 0-9 and a-f");
  return [out = only(given, "OUT"), templates = template_folders(given, here), head](
             std::ostream& answer, std::ostream& notes) { return verify(out, templates, head, answer, notes); };
}

Command build_forget(const Given& given, const Installation&) {
  return [out = only(given, "OUT"), id = must(given, "document")](std::ostream&, std::ostream& notes) {
    return forget(out, id, notes);
  };
}

Command build_validate(const Given& given, const Installation&) {
  return [files = paths(rest(given, "BUNDLE.json")), format = format_of(given)](
             std::ostream& answer, std::ostream& notes) { return validate(files, format, answer, notes); };
}

Command build_separators(const Given& given, const Installation&) {
  const fs::path file = must(given, "out");
  if (file.extension() != ".pdf")
    throw UsageError(fmt::format("--out {}: the file's name ends in .pdf", file.string()));
  const int count = given["count"].as<int>();
  if (count < 1 || count > 1000) throw UsageError("--count is a number from 1 to 1000");
  return [file, count](std::ostream&, std::ostream& notes) { return separators(file, count, notes); };
}

Command build_score(const Given& given, const Installation& here) {
  ScoreOptions options{only(given, "OUT"), must(given, "truth"), format_of(given), text(given, "html"), {},
                       intake_of(here)};
  if (!options.html.empty()) options.templates = template_folders(given, here);
  return [options](std::ostream& answer, std::ostream&) { return score(options, answer); };
}

Command build_doctor(const Given&, const Installation& here) {
  return [here](std::ostream& answer, std::ostream&) { return doctor(here, answer); };
}

}  // namespace carescan::app
