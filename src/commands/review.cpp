#include "src/commands/review.hpp"

#include <fmt/format.h>
#include <malloc.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <ostream>

#include "pipeline/batch/catalogue.hpp"
#include "pipeline/batch/merge.hpp"
#include "pipeline/intake/child.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/review/desk.hpp"
#include "src/commands/serving.hpp"
#include "src/commands/words.hpp"
#include "src/review/browser.hpp"
#include "src/review/folder.hpp"
#include "src/review/routes.hpp"
#include "src/this_run.hpp"

namespace fs = std::filesystem;

namespace carescan::app {
namespace {

constexpr std::size_t picture_cache_bytes = 64 << 20;

double steady_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// A second Ctrl-C ends the process at once: every decision is on disk.
void end_at_next_signal(const sigset_t& ends) {
  for (const int signal : {SIGINT, SIGTERM})
    ::signal(signal, [](int) { ::_exit(static_cast<int>(ExitCode::interrupted)); });
  ::pthread_sigmask(SIG_UNBLOCK, &ends, nullptr);
}

void tell_link(const web::Server& server, const batch::OutFolder& out, const ReviewOptions& options,
               std::ostream& answer, std::ostream& notes) {
  const std::string link = server.invite(options.reviewer);
  answer << fmt::format("Open {}\n", link) << std::flush;
  notes << fmt::format("The link works once, for 15 minutes, for {}. Ctrl-C ends the review; nothing is lost.\n",
                       options.reviewer)
        << std::flush;
  if (options.browser) web::open_in_browser(out, link);
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
  ::mallopt(M_ARENA_MAX, 2);  // each of many threads would keep what it once needed for itself
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
  const web::WholeLabels labels(forms,
                                [&](const FormTemplate& form) { return batch::load_blanks(form, options.intake); });
  web::Office office{out, desk, forms, sessions, pictures, labels, this_moment};
  const web::Site site = web::review_site(office);
  web::Server server(site, options.port, notes);
  office.url = server.url();
  tell_link(server, out, options, answer, notes);
  serve(server, ends);
  end_at_next_signal(ends);
  fs::remove(web::link_file(out));
  notes << "Writing people, CSV and report; Ctrl-C again leaves them to `carescan merge`.\n" << std::flush;
  desk.finish();
  batch::wipe_staging(out);
  return tell_end(out, notes);
}

}  // namespace carescan::app
