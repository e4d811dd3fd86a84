#include <fcntl.h>
#include <signal.h>

#include <chrono>
#include <functional>
#include <thread>

#include "tests/cli/batch_run.hpp"

using namespace carescan::test;

namespace {

/// A run that goes on until it is told to stop, in a process group of its own.
class Running {
 public:
  Running(const fs::path& in, const fs::path& out, const fs::path& said, bool watch) {
    child_ = ::fork();
    if (child_ != 0) return;
    ::setpgid(0, 0);
    ::setenv("SOURCE_DATE_EPOCH", epoch.substr(epoch.find('=') + 1).c_str(), 1);
    const int nowhere = ::open("/dev/null", O_RDWR), words = ::open(said.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ::dup2(nowhere, 0), ::dup2(nowhere, 1), ::dup2(words, 2);
    const std::string forms = (source_dir() / "docs/examples/fridge-log").string();
    ::execl(binary().c_str(), "carescan", "read", in.c_str(), "--jobs", "2", "--templates", forms.c_str(), "--out",
            out.c_str(), watch ? "--watch" : nullptr, nullptr);
    ::_exit(127);
  }
  ~Running() {
    if (child_ > 0) ::kill(-child_, SIGKILL);
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  /// Its exit code after the signal.
  int end(int signal) {
    ::kill(child_, signal);
    int status = 0;
    ::waitpid(child_, &status, 0);
    left_ = ::kill(-child_, 0) == 0;
    child_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  bool left_workers() const { return left_; }

 private:
  pid_t child_ = -1;
  bool left_ = false;
};

/// Waits up to ten minutes.
bool comes(const std::function<bool()>& what) {
  for (int i = 0; i < 6000; ++i) {
    if (what()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return false;
}

int finished(const fs::path& out) {
  int count = 0;
  std::error_code not_there_yet;
  for (const auto& file : fs::directory_iterator(out / "ledger", not_there_yet))
    count += file.path().extension() == ".json" && !file.path().string().ends_with(".seen.json") ? 1 : 0;
  return count;
}

void paint_logs(const fs::path& folder, int count) {
  const Ran ran = run_carescan({"synth", (source_dir() / "docs/examples/fridge-log").string(), "--count",
                                std::to_string(count), "--seed", "121", "--out", folder.string()});
  REQUIRE_MESSAGE(ran.exit_code == 0, ran.err);
}

Ran read_logs(const fs::path& in, const fs::path& out) {
  return read(in, out, {"--templates", (source_dir() / "docs/examples/fridge-log").string()});
}

}  // namespace

TEST_CASE("read --watch reads what is dropped in when it is whole and Ctrl-C ends it cleanly") {
  const Folder folder;
  const fs::path in = folder / "in", out = folder / "out", said = folder / "said";
  paint_logs(folder / "painted", 2);
  fs::create_directories(in);
  Running run(in, out, said, true);
  REQUIRE(comes([&] { return fs::exists(out / "report.html"); }));  // of nothing yet
  const auto waits = [&] { return read_all(said).find("waiting for more") != std::string::npos; };
  REQUIRE(comes(waits));

  const std::string scan = read_all(folder / "painted/fridge-log-0001.pdf");
  std::ofstream scanner(in / "slow.pdf", std::ios::binary);
  scanner << scan.substr(0, scan.size() / 2) << std::flush;
  fs::copy(folder / "painted/fridge-log-0002.pdf", in / "quick.pdf");
  REQUIRE(comes([&] { return finished(out) == 1; }));
  scanner << scan.substr(scan.size() / 2);
  scanner.close();
  REQUIRE(comes([&] { return finished(out) == 2; }));
  REQUIRE(comes([&] {
    return read_all(out / "report.html").find("slow.pdf") != std::string::npos ||
           run_status(out)["documents"]["total"] == 2;
  }));

  CHECK(run.end(SIGINT) == 3);
  CHECK_FALSE(run.left_workers());
  CHECK_FALSE(fs::exists(out / ".staging"));
  const Json state = run_status(out);
  CHECK(state["balances"] == true);
  CHECK(state["pages"]["failed"] == 0);  // half a file was never read
  CHECK(state["pages"]["in_document"] == 2);
}

TEST_CASE("SIGTERM stops a run cleanly and the same command ends it with the same bytes") {
  const Folder folder;
  const fs::path in = folder / "in", out = folder / "out";
  paint_logs(in, 6);
  REQUIRE(read_logs(in, folder / "whole").exit_code == 3);
  int code = 0;
  for (int attempt = 0; attempt < 10 && code != 130; ++attempt) {  // a busy machine may be done before it is told
    fs::remove_all(out);
    Running run(in, out, folder / "said", false);
    REQUIRE(comes([&] { return finished(out) >= 1; }));
    code = run.end(SIGTERM);
    CHECK_FALSE(run.left_workers());
  }
  CHECK(code == 130);
  CHECK(read_all(folder / "said").find("the same command continues") != std::string::npos);
  CHECK_FALSE(fs::exists(out / ".staging"));
  CHECK(read_logs(in, out).exit_code == 3);
  CHECK(contents(out) == contents(folder / "whole"));
}

TEST_CASE("a watch is of everything there is") {
  const Ran ran = run_carescan({"read", ".", "--out", "out", "--watch", "--shard", "0/2"});
  CHECK(ran.exit_code == 2);
  CHECK(ran.err.find("--watch") != std::string::npos);
}
