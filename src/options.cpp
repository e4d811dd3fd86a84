#include "src/options.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <boost/program_options.hpp>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <thread>

#include "pipeline/batch/worker.hpp"
#include "src/commands/doctor.hpp"
#include "src/commands/read.hpp"
#include "src/commands/run_commands.hpp"
#include "src/commands/template_commands.hpp"

namespace po = boost::program_options;
namespace fs = std::filesystem;

namespace carescan::app {
namespace {

using Strings = std::vector<std::string>;

/// One subcommand: how it is called, what it is for, its options, and how they become a command.
struct Spec {
  std::string name, arguments, summary;
  std::function<void(po::options_description&)> describe;
  std::function<Command(const po::variables_map&, const Installation&)> build;
};

Strings rest(const po::variables_map& given, const std::string& what, std::size_t least = 1) {
  const Strings values = given.count("argument") ? given["argument"].as<Strings>() : Strings{};
  if (values.size() < least) throw UsageError(what + " is missing");
  return values;
}

fs::path only(const po::variables_map& given, const std::string& what) {
  const Strings values = rest(given, what);
  if (values.size() > 1)
    throw UsageError(fmt::format("one {} is enough, and \"{}\" is another argument", what, values[1]));
  return values.front();
}

std::string text(const po::variables_map& given, const char* name, const std::string& otherwise = "") {
  return given.count(name) ? given[name].as<std::string>() : otherwise;
}

std::string must(const po::variables_map& given, const char* name) {
  if (!given.count(name)) throw UsageError(fmt::format("--{} is missing", name));
  return given[name].as<std::string>();
}

std::vector<fs::path> paths(const Strings& names) {
  return {names.begin(), names.end()};
}

Format format_of(const po::variables_map& given) {
  return given.count("json") ? Format::json : Format::text;
}

intake::IntakeOptions intake_of(const Installation& here) {
  intake::IntakeOptions options;
  options.pdf_renderer = here.pdf_renderer;
  return options;
}

/// The moment of this run as a FHIR instant: SOURCE_DATE_EPOCH where set (reproducible-builds.org), else now.
std::string this_moment() {
  std::time_t seconds = std::time(nullptr);
  if (const char* epoch = std::getenv("SOURCE_DATE_EPOCH")) {
    char* end = nullptr;
    seconds = static_cast<std::time_t>(std::strtoll(epoch, &end, 10));
    if (end == epoch || *end != '\0') throw UsageError("SOURCE_DATE_EPOCH is not a number of seconds");
  }
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  char buffer[32];
  std::strftime(buffer, sizeof buffer, "%Y-%m-%dT%H:%M:%SZ", &utc);
  return buffer;
}

int number_from(const char* variable) {
  const char* value = std::getenv(variable);
  return value && *value ? std::atoi(value) : -1;
}

/// What a scheduler says of this task: Slurm job arrays, Kubernetes Indexed Jobs, AWS Batch arrays.
batch::Shard scheduled_shard() {
  const int first = std::max(0, number_from("SLURM_ARRAY_TASK_MIN"));
  if (const int id = number_from("SLURM_ARRAY_TASK_ID"); id >= 0)
    return {id - first, number_from("SLURM_ARRAY_TASK_COUNT")};
  for (const char* index : {"JOB_COMPLETION_INDEX", "AWS_BATCH_JOB_ARRAY_INDEX"})
    if (const int id = number_from(index); id >= 0) return {id, number_from("CARESCAN_SHARDS")};
  throw UsageError(
      "--shard auto: no scheduler says which part this is (SLURM_ARRAY_TASK_ID, JOB_COMPLETION_INDEX, "
      "AWS_BATCH_JOB_ARRAY_INDEX)");
}

/// "I/N" counts from 0 (as the schedulers do): 0/4 … 3/4.
batch::Shard shard_of(const std::string& word) {
  batch::Shard shard;
  if (word == "auto")
    shard = scheduled_shard();
  else if (char more = 0; std::sscanf(word.c_str(), "%d/%d%c", &shard.index, &shard.count, &more) != 2)
    throw UsageError("--shard wants I/N, for example 0/4, or auto");
  if (shard.count < 1 || shard.index < 0 || shard.index >= shard.count)
    throw UsageError(fmt::format(
        "--shard: part {} of {} does not exist; parts count from 0 (the number of parts may come from CARESCAN_SHARDS)",
        shard.index, shard.count));
  return shard;
}

fhir::BundleKind bundle_of(const std::string& word) {
  if (word == "transaction") return fhir::BundleKind::transaction;
  if (word == "document") return fhir::BundleKind::document;
  if (word == "collection") return fhir::BundleKind::collection;
  throw UsageError("--bundle is transaction, document or collection");
}

std::string host() {
  char name[256] = "host";
  ::gethostname(name, sizeof name - 1);
  return name;
}

batch::DeskSetup desk_of(const po::variables_map& given, const Installation& here) {
  batch::DeskSetup desk;
  desk.out = {fs::absolute(must(given, "out")).lexically_normal(), fmt::format("{}-{}", host(), ::getpid())};
  if (given.count("templates"))
    desk.templates = paths(given["templates"].as<Strings>());
  else if (!here.templates.empty())
    desk.templates = {here.templates};
  else
    throw UsageError("no templates were found near the program; give --templates DIR");
  desk.policy = text(given, "policy");
  desk.provider = text(given, "provider");
  desk.trace = text(given, "trace");
  desk.bundle = bundle_of(text(given, "bundle", "transaction"));
  desk.pdf_renderer = here.pdf_renderer;
  desk.tool_version = CARESCAN_VERSION;
  return desk;
}

Command build_read(const po::variables_map& given, const Installation& here) {
  ReadOptions options;
  options.run.paths = paths(rest(given, "PATH"));
  options.run.desk = desk_of(given, here);
  const int jobs =
      given.count("jobs") ? given["jobs"].as<int>() : static_cast<int>(std::thread::hardware_concurrency());
  if (jobs < 1) throw UsageError("--jobs is a number from 1");
  options.run.workers = {jobs, here.executable};
  if (given.count("shard")) options.run.shard = shard_of(text(given, "shard"));
  options.run.fail_fast = given.count("fail-fast") > 0;
  options.run.now = this_moment();
  options.format = format_of(given);
  options.quiet = given.count("quiet") > 0;
  options.terminal = ::isatty(STDERR_FILENO) != 0;
  return [options](std::ostream& answer, std::ostream& notes) { return read(options, answer, notes); };
}

Command build_synth(const po::variables_map& given, const Installation& here) {
  rehearsal::SynthOptions options;
  options.count = given["count"].as<int>();
  options.seed = given["seed"].as<std::uint64_t>();
  options.scanner = text(given, "scanner", "office");
  if (given.count("ink")) options.ink = paths(given["ink"].as<Strings>());
  options.writers = text(given, "writers");
  if (options.count < 1) throw UsageError("--count is a number from 1");
  return [folder = only(given, "TEMPLATE_DIR"), options, out = fs::path(must(given, "out")), intake = intake_of(here)](
             std::ostream&, std::ostream& notes) { return synth(folder, options, out, intake, notes); };
}

CheckFormat check_format(const std::string& word) {
  if (word == "text") return CheckFormat::text;
  if (word == "json") return CheckFormat::json;
  if (word == "junit") return CheckFormat::junit;
  if (word == "sarif") return CheckFormat::sarif;
  throw UsageError("--format is text, json, junit or sarif");
}

Command build_check(const po::variables_map& given, const Installation& here) {
  return [folders = paths(rest(given, "DIR")), format = check_format(text(given, "format", "text")),
          intake = intake_of(here)](std::ostream& answer, std::ostream&) {
    return template_check(folders, format, intake, answer);
  };
}

Command build_show(const po::variables_map& given, const Installation& here) {
  return [folder = only(given, "DIR"), file = fs::path(must(given, "out")), intake = intake_of(here)](
             std::ostream&, std::ostream&) { return template_show(folder, file, intake); };
}

const std::vector<Spec>& specs() {
  static const std::vector<Spec> all{
      {"read", "PATH... --out DIR", "read scans into records and FHIR bundles; the same command again continues",
       [](auto& o) {
         auto add = o.add_options();
         add("out", po::value<std::string>(), "folder for everything that comes out");
         add("templates", po::value<Strings>(),
             "folder of form templates (may be repeated); default: those carescan ships with");
         add("provider", po::value<std::string>(),
             "JSON file with the provider's name, ODS code and identifier namespace");
         add("policy", po::value<std::string>(), "JSON file: when a reading is believed without a person");
         add("jobs", po::value<int>(), "worker processes; default: one per processor");
         add("shard", po::value<std::string>(), "I/N or auto: read only part I (from 0) of N; then run merge");
         add("bundle", po::value<std::string>(), "transaction (default), document or collection");
         add("fail-fast", "stop after the first file that fails");
         add("json", "one JSON object per finished file on stdout");
         add("quiet", "say only what went wrong");
         add("trace", po::value<std::string>(), "folder for pictures of how pages were registered");
       },
       build_read},
      {"merge",
       "OUT",
       "people, CSV, summary and report over all shards",
       {},
       [](const po::variables_map& given, const Installation&) -> Command {
         return [out = only(given, "OUT")](std::ostream&, std::ostream& notes) { return merge(out, notes); };
       }},
      {"status", "OUT", "pages and documents by state, and whether they balance",
       [](auto& o) { o.add_options()("json", "as JSON"); },
       [](const po::variables_map& given, const Installation&) -> Command {
         return [out = only(given, "OUT"), format = format_of(given)](std::ostream& answer, std::ostream&) {
           return status(out, format, answer);
         };
       }},
      {"validate", "BUNDLE.json...", "check FHIR R4 bundles",
       [](auto& o) { o.add_options()("json", "one OperationOutcome per file"); },
       [](const po::variables_map& given, const Installation&) -> Command {
         return [files = paths(rest(given, "BUNDLE.json")), format = format_of(given)](
                    std::ostream& answer, std::ostream& notes) { return validate(files, format, answer, notes); };
       }},
      {"synth", "TEMPLATE_DIR --out DIR", "paint filled forms as a scanner would deliver them, with their truth",
       [](auto& o) {
         auto add = o.add_options();
         add("count", po::value<int>()->default_value(1), "how many forms");
         add("seed", po::value<std::uint64_t>()->default_value(1), "the same seed paints the same forms");
         add("out", po::value<std::string>(), "folder for the scans");
         add("ink", po::value<Strings>()->multitoken(),
             "pen strokes (STROKES.jsonl.gz) instead of handwriting-like fonts");
         add("writers", po::value<std::string>(), "file with the writers to use, one a line");
         add("scanner", po::value<std::string>(), "clean, office (default) or copier");
       },
       build_synth},
      {"score", "OUT --truth DIR", "accuracy of a run against truth",
       [](auto& o) {
         o.add_options()("truth", po::value<std::string>(), "folder with the *.truth.json files")("json", "as JSON");
       },
       [](const po::variables_map& given, const Installation&) -> Command {
         return [out = only(given, "OUT"), truth = fs::path(must(given, "truth")), format = format_of(given)](
                    std::ostream& answer, std::ostream&) { return score(out, truth, format, answer); };
       }},
      {"template check", "DIR...", "find what is wrong with form templates",
       [](auto& o) { o.add_options()("format", po::value<std::string>(), "text (default), json, junit or sarif"); },
       build_check},
      {"template show", "DIR --out FILE.(png|html)", "draw the boxes of a template over its blank",
       [](auto& o) { o.add_options()("out", po::value<std::string>(), "picture or page to write"); }, build_show},
      {"doctor",
       "",
       "what this machine has and lacks",
       {},
       [](const po::variables_map&, const Installation& here) -> Command {
         return [here](std::ostream& answer, std::ostream&) { return doctor(here, answer); };
       }},
  };
  return all;
}

std::string help() {
  std::string out =
      "carescan turns scanned, hand-filled care forms into records and FHIR bundles for a person to check.\n\n"
      "  carescan read scans/ --out out                     read a folder of scans, then open out/report.html\n"
      "  carescan status out                                is every page accounted for?\n"
      "  carescan validate out/documents/*/bundle.json      check the FHIR bundles\n"
      "  carescan template check templates/care-plan        check a form template\n\n";
  for (const Spec& spec : specs()) out += fmt::format("  {:<16} {}\n", spec.name, spec.summary);
  return out +
         "\n`carescan COMMAND --help` tells a command's options. Exit codes: 0 done, 2 usage or template error,\n"
         "3 done but a person is needed, 4 some files failed, 70 a bug, 130 interrupted.\n";
}

std::string help_of(const Spec& spec, const po::options_description& options) {
  std::ostringstream out;
  out << fmt::format("carescan {} {}\n  {}\n", spec.name, spec.arguments, spec.summary);
  if (!options.options().empty()) out << options;
  return out.str();
}

Command say(const std::string& words) {
  return [words](std::ostream& answer, std::ostream&) {
    answer << words;
    return ExitCode::done;
  };
}

const Spec& find(const std::string& name) {
  for (const Spec& spec : specs())
    if (spec.name == name) return spec;
  throw UsageError(fmt::format("there is no command \"{}\"; carescan --help lists them", name));
}

Command parse_command(const Spec& spec, const Strings& arguments, const Installation& here) {
  po::options_description shown, all;
  if (spec.describe) spec.describe(shown);
  all.add(shown).add_options()("help", "this text")("argument", po::value<Strings>());
  po::variables_map given;
  try {
    po::positional_options_description positions;
    positions.add("argument", -1);
    const auto style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
    po::store(po::command_line_parser(arguments).options(all).positional(positions).style(style).run(), given);
  } catch (const po::error& error) {
    throw UsageError(fmt::format("{}; carescan {} --help tells its options", error.what(), spec.name));
  }
  if (given.count("help")) return say(help_of(spec, shown));
  return spec.build(given, here);
}

}  // namespace

Command parse(const Strings& arguments, const Installation& here) {
  if (arguments.empty() || arguments[0] == "--help" || arguments[0] == "-h" || arguments[0] == "help")
    return say(help());
  if (arguments[0] == "--version") return say(std::string("carescan ") + CARESCAN_VERSION + "\n");
  if (arguments[0] == "worker")  // started by read; not for people
    return [](std::ostream& answer, std::ostream&) {
      batch::work(std::cin, answer);
      return ExitCode::done;
    };
  const bool pair = arguments[0] == "template";
  if (pair && arguments.size() == 1) throw UsageError("template what? check or show");
  const std::size_t words = pair ? 2 : 1;
  const std::string name = pair ? "template " + arguments[1] : arguments[0];
  return parse_command(find(name), {arguments.begin() + static_cast<std::ptrdiff_t>(words), arguments.end()}, here);
}

}  // namespace carescan::app
