#include "src/commands/review.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <ctime>
#include <ostream>
#include <thread>

#include "pipeline/batch/catalogue.hpp"
#include "pipeline/batch/merge.hpp"
#include "pipeline/intake/child.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/review/desk.hpp"
#include "src/commands/words.hpp"
#include "src/review/browser.hpp"
#include "src/review/folder.hpp"
#include "src/review/server.hpp"
#include "src/this_run.hpp"

namespace fs = std::filesystem;

namespace carescan::app {
namespace {

constexpr std::size_t picture_cache_bytes = 64 << 20;

/// SIGINT and SIGTERM wait for whoever asks; taken before any thread is started, so that none is torn down by them.
sigset_t hold_signals() {
  sigset_t ends;
  ::sigemptyset(&ends);
  ::sigaddset(&ends, SIGINT);
  ::sigaddset(&ends, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  return ends;
}

std::int64_t unix_seconds() {
  return static_cast<std::int64_t>(std::time(nullptr));
}

double steady_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// A second Ctrl-C ends the process at once: every decision is on disk.
void end_at_next_signal() {
  for (const int signal : {SIGINT, SIGTERM})
    ::signal(signal, [](int) { ::_exit(static_cast<int>(ExitCode::interrupted)); });
}

/// Answers until the process is told to end.
void serve(web::Server& server, const sigset_t& ends) {
  std::thread waiting([&] {
    int signal = 0;
    ::sigwait(&ends, &signal);
    server.stop();
  });
  server.run();
  ::pthread_kill(waiting.native_handle(), SIGTERM);  // where the server ended by itself
  waiting.join();
  end_at_next_signal();
  ::pthread_sigmask(SIG_UNBLOCK, &ends, nullptr);
}

void tell_link(const web::Office& office, const ReviewOptions& options, std::ostream& answer, std::ostream& notes) {
  const std::string link = office.url + "/sign-in?token=" + office.sessions.invite(options.reviewer);
  answer << fmt::format("Open {}\n", link) << std::flush;
  notes << fmt::format("The link works once, for 15 minutes, for {}. Ctrl-C ends the review; nothing is lost.\n",
                       options.reviewer)
        << std::flush;
  if (options.browser) web::open_in_browser(office.out, link);
}

/// CSV, report and people of the whole run, in a process of its own: counting ten thousand documents takes memory that
/// a server keeps for the rest of the day.
void merge_apart(const fs::path& executable, const batch::OutFolder& out) {
  constexpr auto longest = std::chrono::minutes(30);
  constexpr std::size_t most_output = 1 << 20;
  const intake::ChildEnd end = intake::run_child(executable, {"merge", out.root.string()}, longest, most_output);
  using How = intake::ChildEnd::How;
  const bool merged = end.how == How::exited && end.code <= static_cast<int>(ExitCode::some_failed);
  if (!merged)
    throw Failure{"out-unwritable", out.root.string(), "CSV, report and people could not be made anew",
                  "run carescan merge, which says why"};
}

ExitCode tell_end(const batch::OutFolder& out, std::ostream& notes) {
  const batch::Summary summary = batch::read_run(out).summary;
  notes << fmt::format("{} left to ask, {} reviewed\n", counted(summary.fields.asked, "field"),
                       summary.fields.reviewed);
  return summary.needs_person() ? ExitCode::needs_person : ExitCode::done;
}

}  // namespace

ExitCode review(const ReviewOptions& options, std::ostream& answer, std::ostream& notes) {
  const sigset_t ends = hold_signals();
  const batch::OutFolder out{fs::absolute(options.out).lexically_normal(), run_name()};
  const std::vector<FormTemplate> forms = batch::load_forms(options.templates);
  carescan::review::Desk desk(out, forms,
                              {.now = this_moment,
                               .seconds = steady_seconds,
                               .merge = [&] { merge_apart(options.executable, out); },
                               .failed = [&](const std::string& why) { notes << why << std::endl; }});
  fs::create_directories(web::review_folder(out));
  web::Sessions sessions(out, unix_seconds);
  web::PageCache pictures(picture_cache_bytes);
  web::Office office{out, desk, forms, sessions, pictures, this_moment};
  web::Server server(office, options.port, notes);
  tell_link(office, options, answer, notes);
  serve(server, ends);
  fs::remove(web::link_file(out));
  notes << "Writing people, CSV and report; Ctrl-C again leaves them to `carescan merge`.\n" << std::flush;
  desk.finish();
  batch::wipe_staging(out);
  return tell_end(out, notes);
}

}  // namespace carescan::app
