#include "src/read_options.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <thread>

#include "src/options.hpp"
#include "src/this_run.hpp"

namespace po = boost::program_options;
namespace fs = std::filesystem;

namespace carescan::app {
namespace {

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
  if (const auto kind = fhir::bundle_kind(word)) return *kind;
  throw UsageError("--bundle is transaction, document or collection");
}

batch::DeskSetup desk_of(const Given& given, const Installation& here) {
  batch::DeskSetup desk;
  const fs::path out = must(given, "out");
  if (out.empty()) throw UsageError("--out is empty; name a folder");
  desk.out = {fs::absolute(out).lexically_normal(), run_name()};
  desk.templates = template_folders(given, here);
  desk.policy = text(given, "policy");
  desk.provider = text(given, "provider");
  desk.trace = text(given, "trace");
  desk.bundle = bundle_of(text(given, "bundle", "transaction"));
  desk.pdf_renderer = here.pdf_renderer;
  desk.tool_version = CARESCAN_VERSION;
  return desk;
}

}  // namespace

void describe_read(po::options_description& o) {
  auto add = o.add_options();
  add("out", po::value<std::string>(), "folder for everything that comes out");
  describe_templates(o);
  add("provider", po::value<std::string>(), "JSON file with the provider's name, ODS code and identifier namespace");
  add("policy", po::value<std::string>(), "JSON file: when a reading is believed without a person");
  add("jobs", po::value<int>(), "worker processes; default: one per processor");
  add("shard", po::value<std::string>(), "I/N or auto: read only part I (from 0) of N; then run merge");
  add("bundle", po::value<std::string>(), "transaction (default), document or collection");
  add("fail-fast", "stop after the first file that fails");
  add("json", "one JSON object per finished file on stdout");
  add("watch", "go on with what is dropped into the folders, until Ctrl-C");
  add("quiet", "say only what went wrong");
  add("trace", po::value<std::string>(), "folder for pictures of how pages were registered");
}

void describe_templates(po::options_description& o, const std::string& what_for) {
  const std::string text = what_for + "folder of form templates (may be repeated); default: those carescan ships with";
  o.add_options()("templates", po::value<Strings>(), text.c_str());
}

std::vector<fs::path> template_folders(const Given& given, const Installation& here) {
  if (given.count("templates")) return paths(given["templates"].as<Strings>());
  if (here.templates.empty()) throw UsageError("no templates were found near the program; give --templates DIR");
  return {here.templates};
}

int jobs_of(const Given& given) {
  const int jobs =
      given.count("jobs") ? given["jobs"].as<int>() : static_cast<int>(std::thread::hardware_concurrency());
  if (jobs < 1) throw UsageError("--jobs is a number from 1");
  return jobs;
}

ReadOptions read_options(const Given& given, const Installation& here) {
  ReadOptions options;
  options.run.paths = paths(rest(given, "PATH"));
  options.run.desk = desk_of(given, here);
  options.run.prints = here.prints;
  options.run.workers = {jobs_of(given), here.executable};
  if (given.count("shard")) options.run.shard = shard_of(text(given, "shard"));
  options.watch = given.count("watch") > 0;
  if (options.watch && (given.count("shard") || given.count("fail-fast")))
    throw UsageError("--watch reads everything as it comes; leave --shard and --fail-fast out");
  options.run.fail_fast = given.count("fail-fast") > 0;
  options.run.now = this_moment();
  options.format = format_of(given);
  options.quiet = given.count("quiet") > 0;
  options.terminal = ::isatty(STDERR_FILENO) != 0;
  return options;
}

}  // namespace carescan::app
