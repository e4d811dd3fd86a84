#include <fcntl.h>
#include <signal.h>

#include <chrono>
#include <functional>
#include <thread>

#include "tests/cli/batch_run.hpp"

using namespace carescan::test;

namespace {

/// How far a run has come, from its ledger.
struct Progress {
  int seen = 0, finished = 0;
  bool incomplete() const { return seen > finished; }
};

Progress progress(const fs::path& out) {
  Progress found;
  std::error_code not_there_yet;
  for (const auto& file : fs::directory_iterator(out / "ledger", not_there_yet))
    if (file.path().extension() == ".json")  // a file half written has another
      ++(file.path().string().ends_with(".seen.json") ? found.seen : found.finished);
  return found;
}

/// True when a document stands in staging: the most awkward moment, just before it is moved to its place. Folders come
/// and go while this looks: one that is gone is not an error, it holds nothing.
bool is_staging(const fs::path& out) {
  std::error_code gone;
  fs::recursive_directory_iterator file(out / ".staging", gone);
  for (; !gone && file != fs::recursive_directory_iterator(); file.increment(gone))
    if (file->path().filename() == "record.json") return true;
  return false;
}

/// Starts `carescan read` in a process group of its own, with one worker.
pid_t start(const fs::path& in, const fs::path& out) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  ::setpgid(0, 0);
  ::setenv("SOURCE_DATE_EPOCH", epoch.substr(epoch.find('=') + 1).c_str(), 1);
  const int nowhere = ::open("/dev/null", O_RDWR);
  for (const int stream : {0, 1, 2}) ::dup2(nowhere, stream);
  ::execl(binary().c_str(), "carescan", "read", in.c_str(), "--jobs", "1", "--out", out.c_str(), nullptr);
  ::_exit(127);
}

/// Kills the run, workers and all, as soon as `now` is true. Returns whether it struck in the middle: it died of it,
/// and left sources that were begun and not finished.
bool strike(const fs::path& in, const fs::path& out, const std::function<bool(const Progress&)>& now) {
  const pid_t child = start(in, out);
  int status = 0;
  bool ended = false;
  while (!ended && !now(progress(out))) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    ended = ::waitpid(child, &status, WNOHANG) == child;
  }
  ::kill(-child, SIGKILL);
  if (!ended) ::waitpid(child, &status, 0);
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL && progress(out).incomplete();
}

/// Runs the batch from nothing and kills it before its first source is done, while a document is staged, and before
/// its second is. False when a run was done before it could be struck, as happens on a machine that is kept busy.
bool kill_on_the_way(const fs::path& in, const fs::path& out) {
  fs::remove_all(out);
  if (!strike(in, out, [](const Progress& p) { return p.seen >= 1 && p.finished == 0; })) return false;
  strike(in, out, [&](const Progress& p) { return is_staging(out) || p.finished == 1; });  // a short moment: may miss it
  return strike(in, out, [](const Progress& p) { return p.seen == 2 && p.finished == 1; });
}

}  // namespace

TEST_CASE("one worker and two workers and a killed run give the same bytes") {
  const Folder folder;
  const fs::path in = folder / "in", killed = folder / "killed";
  paint_forms(in);
  CHECK(read(in, folder / "one", {"--jobs", "1"}).exit_code == 3);
  CHECK(read(in, folder / "two", {"--jobs", "2"}).exit_code == 3);
  REQUIRE(contents(folder / "one").size() > 12);
  CHECK(contents(folder / "one") == contents(folder / "two"));

  bool killed_twice = false;
  for (int attempt = 0; attempt < 10 && !killed_twice; ++attempt) killed_twice = kill_on_the_way(in, killed);
  REQUIRE(killed_twice);

  const Ran last = read(in, killed, {"--jobs", "1"});
  CHECK_MESSAGE(last.exit_code == 3, last.err);
  CHECK_MESSAGE(last.err.find("1 of 2 files were read before; 1 to read") != std::string::npos, last.err);
  CHECK(contents(folder / "one") == contents(killed));
}
