#include "pipeline/intake/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "pipeline/model/fault_point.hpp"

namespace carescan::intake {
namespace {

using Clock = std::chrono::steady_clock;

struct Pipe {
  int read_end = -1, write_end = -1;

  Pipe() {
    if (int ends[2]; pipe2(ends, O_CLOEXEC) == 0) read_end = ends[0], write_end = ends[1];
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    close_write_end();
    if (read_end >= 0) close(read_end);
  }
  void close_write_end() {
    if (write_end >= 0) close(write_end);
    write_end = -1;
  }
};

/// The child's process id; -1 where it could not be started.
pid_t start(const std::filesystem::path& program, const std::vector<std::string>& arguments, int output) {
  if (fault_before(Step::start_process) != 0) return -1;
  std::vector<char*> argv{const_cast<char*>(program.c_str())};
  for (const std::string& a : arguments) argv.push_back(const_cast<char*>(a.c_str()));
  argv.push_back(nullptr);
  // Nothing of the caller's surroundings changes what a page looks like.
  std::array<char*, 2> environment{const_cast<char*>("LC_ALL=C.UTF-8"), nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = -1;
  const int error = posix_spawn(&child, program.c_str(), &actions, nullptr, argv.data(), environment.data());
  posix_spawn_file_actions_destroy(&actions);
  return error == 0 ? child : -1;
}

/// Reads until the end, the time-out or too much; `exited` means the end was reached.
ChildEnd::How read_all(int from, Clock::time_point deadline, std::size_t max_bytes, std::string& out) {
  std::array<char, 1 << 16> block;
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return ChildEnd::How::timed_out;
    pollfd wait{from, POLLIN, 0};
    if (poll(&wait, 1, static_cast<int>(left)) <= 0) continue;  // time is looked at above
    const ssize_t count = read(from, block.data(), block.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return ChildEnd::How::exited;
    if (out.size() + static_cast<std::size_t>(count) > max_bytes) return ChildEnd::How::wrote_too_much;
    out.append(block.data(), static_cast<std::size_t>(count));
  }
}

int wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

/// A child that closed its output but does not end is killed at the deadline as well.
bool ends_by(pid_t child, Clock::time_point deadline) {
  siginfo_t ended{};
  while (waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOHANG | WNOWAIT) == 0 && ended.si_pid == 0) {
    if (Clock::now() >= deadline) return false;
    poll(nullptr, 0, 2);
  }
  return true;
}

}  // namespace

ChildEnd run_child(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                   std::chrono::milliseconds time_out, std::size_t max_bytes) {
  ChildEnd end;
  const auto deadline = Clock::now() + time_out;
  Pipe pipe;
  const pid_t child = pipe.write_end < 0 ? -1 : start(program, arguments, pipe.write_end);
  if (child < 0) return end;
  pipe.close_write_end();
  end.how = read_all(pipe.read_end, deadline, max_bytes, end.output);
  if (end.how == ChildEnd::How::exited && !ends_by(child, deadline)) end.how = ChildEnd::How::timed_out;
  if (end.how != ChildEnd::How::exited) kill(child, SIGKILL);
  const int status = wait_for(child);
  if (end.how != ChildEnd::How::exited) return end;
  if (WIFSIGNALED(status)) end.how = ChildEnd::How::killed_by_signal;
  end.code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
  return end;
}

}  // namespace carescan::intake
