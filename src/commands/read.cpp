#include "src/commands/read.hpp"

#include <fmt/format.h>
#include <signal.h>

#include <chrono>
#include <ostream>

#include "pipeline/batch/merge.hpp"
#include "pipeline/intake/drop_folder.hpp"
#include "src/commands/narrator.hpp"
#include "src/commands/words.hpp"
#include "src/this_run.hpp"

namespace fs = std::filesystem;

namespace carescan::app {
namespace {

std::atomic<bool> interrupted = false;

/// Ctrl-C and SIGTERM end the run cleanly; a worker that went away must not take us along.
void listen_to_signals() {
  struct sigaction stop {};
  stop.sa_handler = [](int) { interrupted = true; };
  ::sigaction(SIGINT, &stop, nullptr);
  ::sigaction(SIGTERM, &stop, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
}

/// The documents whose bundle a server would refuse: said even when quiet.
void tell_invalid(const batch::OutFolder& out, const batch::RunContents& run, std::ostream& notes) {
  if (run.summary.invalid_bundles == 0) return;
  notes << fmt::format("{} without a valid FHIR bundle: see outcome.json\n",
                       counted(run.summary.invalid_bundles, "document"));
  for (const Record& record : run.records)
    if (!fs::exists(out.document(record.id) / "bundle.json"))
      notes << fmt::format("  {}\n", (out.document(record.id) / "outcome.json").string());
}

/// The last lines of a run: what came out, what a page took, where to look.
void tell_end(const ReadOptions& options, const batch::RunResult& result, const batch::Summary& s, double seconds,
              std::ostream& notes) {
  if (options.quiet) return;
  notes << fmt::format("{}: {} in {}, {} blank, {}, {}, {} quarantined, {} failed; balance {}\n",
                       counted(s.pages.in, "page"), s.pages.in_document, counted(s.documents, "document"),
                       s.pages.blank, counted(s.pages.separator, "separator"), counted(s.pages.duplicate, "duplicate"),
                       s.pages.quarantined, s.pages.failed, s.balances() ? "true" : "FALSE");
  notes << fmt::format("{} accepted, {} asked", counted(s.fields.accepted + s.fields.reviewed, "field"),
                       s.fields.asked);
  if (result.pages_read_now > 0)
    notes << fmt::format("; {:.2f} s a page ({} in {:.1f} s)", seconds / static_cast<double>(result.pages_read_now),
                         counted(result.pages_read_now, "page"), seconds);
  notes << fmt::format("\nlook at {}\n", (options.run.desk.out.root / "report.html").string());
}

ExitCode exit_code(const batch::RunResult& result, const batch::Summary& summary) {
  ExitCode code = ExitCode::done;
  if (summary.needs_person() || !summary.balances()) code = worse(code, ExitCode::needs_person);
  if (result.failed_sources > 0) code = worse(code, ExitCode::some_failed);
  if (!result.bug.empty()) code = worse(code, ExitCode::bug);
  return code;
}

ExitCode read_once(const ReadOptions& options, std::ostream& answer, std::ostream& notes) {
  Narrator narrator(options, answer, notes);
  const auto start = std::chrono::steady_clock::now();
  const batch::RunResult result = batch::run_batch(options.run, narrator.listener(), interrupted);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  narrator.clear_line();
  if (!result.bug.empty())
    notes << fmt::format("this is a bug of ours, and cost the pages marked page-crash: {}\n  please report it\n",
                         result.bug);
  if (result.interrupted) {
    notes << "interrupted; the same command continues where this one stopped\n";
    return ExitCode::interrupted;
  }
  const batch::RunContents run = batch::read_run(options.run.desk.out);
  tell_invalid(options.run.desk.out, run, notes);
  tell_end(options, result, run.summary, seconds.count(), notes);
  return exit_code(result, run.summary);
}

/// Reads what is there, and what comes, as often as something whole has come. Ctrl-C while nothing is read is its usual
/// end: the exit code is that of the last time.
ExitCode read_and_watch(ReadOptions options, std::ostream& answer, std::ostream& notes) {
  intake::DropFolder drop(options.run.paths);
  options.run.is_whole = [&](const intake::Source& source) { return drop.is_whole(source); };
  ExitCode code = ExitCode::done;
  while (drop.wait(interrupted)) {
    options.run.now = this_moment();
    code = read_once(options, answer, notes);
    if (code == ExitCode::interrupted) return code;
    if (!options.quiet && !interrupted) notes << "waiting for more; Ctrl-C ends" << std::endl;
  }
  return code;
}

}  // namespace

ExitCode read(const ReadOptions& options, std::ostream& answer, std::ostream& notes) {
  listen_to_signals();
  return options.watch ? read_and_watch(options, answer, notes) : read_once(options, answer, notes);
}

}  // namespace carescan::app
