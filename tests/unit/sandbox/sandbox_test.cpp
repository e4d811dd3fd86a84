#include "pipeline/sandbox/sandbox.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <functional>
#include <new>
#include <vector>

#include "pipeline/sandbox/sanitized.hpp"
#include "tests/support/run.hpp"

using namespace carescan;
using namespace carescan::test;

namespace {

/// What `act` gives in a child process, or 128 + the signal that ended it.
int in_child(const std::function<int()>& act) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(act());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// errno of a call that failed, 0 of one that did not.
int error_of(long result) {
  return result < 0 ? errno : 0;
}

int opened(const fs::path& file, int how) {
  return error_of(::open(file.c_str(), how | O_CLOEXEC, 0600));
}

bool can_confine() {
  if (sandbox::sanitized) return false;
  REQUIRE(sandbox::means().calls);
  if (!sandbox::means().files) MESSAGE("left out: this kernel has no Landlock");
  return sandbox::means().files;
}

}  // namespace

TEST_CASE("a confined program reads what it may and writes where it may and nowhere else") {
  if (!can_confine()) return;
  const Folder folder;
  for (const char* file : {"in/scan.pdf", "out/old.json", "home/letter.txt"}) write_all(folder / file, "x");
  const sandbox::Reach reach{{folder / "in", folder / "not-there"}, {folder / "out"}, {}};
  const auto confined = [&](const std::function<int()>& act) {
    return in_child([&] { return sandbox::confine(reach), act(); });
  };
  CHECK(confined([&] { return opened(folder / "in/scan.pdf", O_RDONLY); }) == 0);
  CHECK(confined([&] { return opened(folder / "in/scan.pdf", O_WRONLY); }) == EACCES);
  CHECK(confined([&] { return opened(folder / "in/new.pdf", O_WRONLY | O_CREAT); }) == EACCES);
  CHECK(confined([&] { return error_of(::unlink((folder / "in/scan.pdf").c_str())); }) == EACCES);
  CHECK(confined([&] { return opened(folder / "home/letter.txt", O_RDONLY); }) == EACCES);
  CHECK(confined([&] { return opened("/etc/passwd", O_RDONLY); }) == EACCES);
  CHECK(confined([&] { return opened(folder / "out/new.json", O_WRONLY | O_CREAT); }) == 0);
  CHECK(confined([&] { return opened("/etc/localtime", O_RDONLY); }) == opened("/etc/localtime", O_RDONLY));
  CHECK(confined([&] { return opened("/dev/null", O_WRONLY); }) == 0);
  CHECK(fs::exists(folder / "in/scan.pdf"));
}

TEST_CASE("a confined program commits as a run does: folders swapped and moved and removed") {
  if (!can_confine()) return;
  const Folder folder;
  for (const char* file : {"out/staging/a/record.json", "out/staging/b/record.json", "out/documents/a/record.json"})
    write_all(folder / file, file);
  const auto commit = [&] {
    sandbox::confine({{}, {folder / "out"}, {}});
    const std::string staged = (folder / "out/staging").string(), documents = (folder / "out/documents").string();
    if (::rename((staged + "/b").c_str(), (documents + "/b").c_str()) != 0) return 1;
    if (::renameat2(AT_FDCWD, (staged + "/a").c_str(), AT_FDCWD, (documents + "/a").c_str(), RENAME_EXCHANGE) != 0)
      return 2;
    fs::remove_all(staged);
    return ::symlink("/etc/passwd", (documents + "/link").c_str()) == 0 ? 3 : 0;
  };
  CHECK(in_child(commit) == 0);
  CHECK(read_all(folder / "out/documents/a/record.json") == "out/staging/a/record.json");
  CHECK(fs::exists(folder / "out/documents/b/record.json"));
  CHECK_FALSE(fs::exists(folder / "out/staging"));
}

TEST_CASE("a confined program has no network and cannot trace or mount or make a namespace or a program") {
  if (sandbox::sanitized) return;
  const auto confined = [](const std::function<int()>& act) {
    return in_child([&] { return sandbox::confine({}), act(); });
  };
  for (const int family : {AF_UNIX, AF_INET, AF_INET6, AF_NETLINK, AF_PACKET})
    CHECK(confined([&] { return error_of(::socket(family, SOCK_DGRAM, 0)); }) == ENOSYS);
  int ends[2];
  CHECK(confined([&] { return error_of(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends)); }) == ENOSYS);
  CHECK(confined([] { return error_of(::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr)); }) == ENOSYS);
  CHECK(confined([] { return error_of(::syscall(SYS_mount, "none", "/", "tmpfs", 0, nullptr)); }) == ENOSYS);
  CHECK(confined([] { return error_of(::syscall(SYS_unshare, 0x10000000)); }) == ENOSYS);
  CHECK(confined([] { return error_of(::syscall(SYS_clone, 0x10000000 | SIGCHLD, 0, 0, 0, 0)); }) == ENOSYS);
  CHECK(confined([] { return error_of(::syscall(SYS_io_uring_setup, 1, nullptr)); }) == ENOSYS);
  CHECK(confined([] { return error_of(::execl("/bin/true", "true", nullptr)); }) != 0);
  CHECK(confined([] { return in_child([] { return 0; }); }) == 0);  // a thread or a copy of itself is no harm
}

TEST_CASE("a confined program starts the program that it was given and no other; that one is confined as well") {
  if (!can_confine()) return;
  const Folder folder;
  write_all(folder / "letter.txt", "x");
  const auto run_in = [&](const char* program, const char* argument) {
    return in_child([&] {
      sandbox::confine({{}, {}, {"/bin/cat"}});
      const pid_t child = ::vfork();
      if (child == 0) {
        ::execl(program, program, argument, nullptr);
        ::_exit(126);
      }
      int status = 0;
      ::waitpid(child, &status, 0);
      return WIFEXITED(status) ? WEXITSTATUS(status) : 127;
    });
  };
  CHECK(run_in("/bin/cat", "/dev/null") == 0);
  CHECK(run_in("/bin/cat", (folder / "letter.txt").c_str()) == 1);
  CHECK(run_in("/bin/true", nullptr) == 126);
}

TEST_CASE("confined twice is confined more") {
  if (!can_confine()) return;
  const Folder folder;
  for (const char* file : {"one", "two"}) write_all(folder / file, "x");
  CHECK(in_child([&] {
          sandbox::confine({{folder.path()}, {}, {"/bin/cat"}});
          sandbox::confine({{folder / "one", "/etc/passwd"}, {}, {}});
          if (opened(folder / "one", O_RDONLY) != 0) return 1;
          if (opened(folder / "two", O_RDONLY) != EACCES) return 2;
          return opened("/etc/passwd", O_RDONLY) == EACCES ? 0 : 3;
        }) == 0);
}

TEST_CASE("limits hold memory and processor time and leave no core behind") {
  if (sandbox::sanitized) return;
  CHECK(in_child([] {
          sandbox::limit({.address_space = rlim_t{1} << 30});
          try {
            return std::vector<char>(std::size_t{2} << 30).empty() ? 1 : 2;
          } catch (const std::bad_alloc&) {
            return 0;
          }
        }) == 0);
  CHECK(in_child([] {
          sandbox::limit({.cpu_seconds = 1});
          for (std::atomic<long> spins = 0; spins >= 0;) spins = 1;
          return 0;
        }) == 128 + SIGKILL);
  CHECK(in_child([] {
          sandbox::limit({});
          rlimit core{};
          ::getrlimit(RLIMIT_CORE, &core);
          return core.rlim_max == 0 && fs::exists("/proc/self/status") ? 0 : 1;
        }) == 0);
}
