#include "src/commands/read.hpp"

#include <fmt/format.h>
#include <signal.h>

#include <chrono>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>

#include "pipeline/batch/merge.hpp"

using Json = nlohmann::ordered_json;

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

std::map<std::string, long> pages_by_state(const batch::LedgerEntry& entry) {
  std::map<std::string, long> pages;
  for (const batch::LedgerPage& page : entry.pages) ++pages[std::string(to_string(page.state))];
  return pages;
}

Json file_json(const batch::SourceDone& done) {
  Json failures = Json::array();
  for (const batch::LedgerPage& page : done.entry.pages)
    if (page.state == batch::PageState::failed || page.state == batch::PageState::quarantined)
      failures.push_back({{"page", page.page}, {"state", to_string(page.state)}, {"why", page.why}});
  return {{"file", done.entry.name},
          {"sha256", done.entry.sha256},
          {"read_now", done.fresh},
          {"pages", pages_by_state(done.entry)},
          {"documents", done.entry.documents()},
          {"accepted", done.accepted},
          {"asked", done.asked},
          {"not_read", failures}};
}

/// Tells the run as it goes: a bar on a terminal, plain lines elsewhere, JSON lines where asked for.
class Narrator {
 public:
  Narrator(const ReadOptions& options, std::ostream& answer, std::ostream& notes)
      : options_(options), answer_(answer), notes_(notes) {}

  batch::RunListener listener() {
    return {[this](std::size_t sources, std::size_t to_read) { planned(sources, to_read); },
            [this](std::size_t, int, int) { draw(++pages_); },
            [this](const batch::SourceDone& done) { finished(done); }};
  }

  void clear_line() const {
    if (bar()) notes_ << "\r\033[K" << std::flush;
  }

 private:
  bool bar() const { return options_.terminal && !options_.quiet && options_.format == Format::text; }

  void planned(std::size_t sources, std::size_t to_read) {
    total_ = sources;
    if (!options_.quiet && sources != to_read)
      notes_ << fmt::format("{} of {} files were read before; {} to read\n", sources - to_read, sources, to_read);
  }

  void finished(const batch::SourceDone& done) {
    ++done_;
    if (options_.format == Format::json)
      answer_ << file_json(done).dump(-1, ' ', false, Json::error_handler_t::replace) << std::endl;
    else if (done.fresh && !options_.quiet && !bar())
      notes_ << line(done) << std::endl;
    clear_line();
    for (const batch::LedgerPage& page : done.entry.pages)
      if (page.state == batch::PageState::failed)
        notes_ << fmt::format("{}, page {}: {} ({})\n", done.entry.name, page.page, page.message, page.why);
      else if (page.state == batch::PageState::quarantined && done.fresh)
        notes_ << fmt::format("{}, page {}: quarantined, {}\n", done.entry.name, page.page, page.why);
    draw(pages_);
  }

  static std::string line(const batch::SourceDone& done) {
    std::string states;
    for (const auto& [state, count] : pages_by_state(done.entry))
      states += fmt::format("{}{} {}", states.empty() ? "" : ", ", count, state);
    return fmt::format("{}: {}; {} documents, {} fields accepted, {} asked", done.entry.name, states,
                       done.entry.documents().size(), done.accepted, done.asked);
  }

  void draw(long pages) const {
    if (!bar() || total_ == 0) return;
    constexpr std::size_t width = 30;
    const std::size_t full = width * done_ / total_;
    notes_ << fmt::format("\r\033[K[{}{}] {} of {} files, {} pages", std::string(full, '#'),
                          std::string(width - full, ' '), done_, total_, pages)
           << std::flush;
  }

  const ReadOptions& options_;
  std::ostream& answer_;
  std::ostream& notes_;
  std::size_t total_ = 0, done_ = 0;
  long pages_ = 0;
};

/// The last lines of a run: what came out, what a page took, where to look.
void tell_end(const ReadOptions& options, const batch::RunResult& result, const batch::Summary& s, double seconds,
              std::ostream& notes) {
  if (options.quiet) return;
  notes << fmt::format(
      "{} pages: {} in {} documents, {} blank, {} separators, {} duplicates, {} quarantined, {} failed; balance {}\n",
      s.pages.in, s.pages.in_document, s.documents, s.pages.blank, s.pages.separator, s.pages.duplicate,
      s.pages.quarantined, s.pages.failed, s.balances() ? "true" : "FALSE");
  notes << fmt::format("{} fields accepted, {} asked", s.fields.accepted + s.fields.reviewed, s.fields.asked);
  if (result.pages_read_now > 0)
    notes << fmt::format("; {:.2f} s a page ({} pages in {:.1f} s)",
                         seconds / static_cast<double>(result.pages_read_now), result.pages_read_now, seconds);
  notes << fmt::format("\nlook at {}\n", (options.run.desk.out.root / "report.html").string());
}

ExitCode exit_code(const batch::RunResult& result, const batch::Summary& summary) {
  ExitCode code = ExitCode::done;
  if (summary.needs_person() || !summary.balances()) code = worse(code, ExitCode::needs_person);
  if (result.failed_sources > 0) code = worse(code, ExitCode::some_failed);
  if (!result.bug.empty()) code = worse(code, ExitCode::bug);
  return code;
}

}  // namespace

ExitCode read(const ReadOptions& options, std::ostream& answer, std::ostream& notes) {
  listen_to_signals();
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
  const batch::Summary summary = batch::read_run(options.run.desk.out).summary;
  tell_end(options, result, summary, seconds.count(), notes);
  return exit_code(result, summary);
}

}  // namespace carescan::app
