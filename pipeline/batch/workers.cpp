#include "pipeline/batch/workers.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>

#include <boost/process.hpp>
#include <boost/process/extend.hpp>
#include <cerrno>
#include <csignal>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <stdexcept>

#include "pipeline/batch/in_threads.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/model/fault_point.hpp"

namespace bp = boost::process;
using Json = nlohmann::json;

namespace carescan::batch {
namespace {

/// One worker process and the pipes to it.
class Worker {
 public:
  Worker(const DeskSetup& setup, const WorkerOptions& options) : seconds_(options.page_seconds) {
    bp::environment environment = boost::this_process::environment();
    environment["OMP_THREAD_LIMIT"] = "1";  // Tesseract's threads cost 2.3 times the time on two cores
    {
      // A sibling that inherited our pipe ends would keep them open, and a dead worker would look alive.
      static std::mutex spawning;
      const std::lock_guard lock(spawning);
      for (const int end :
           {to_.pipe().native_source(), to_.pipe().native_sink(), from_.native_source(), from_.native_sink()})
        ::fcntl(end, F_SETFD, FD_CLOEXEC);
      std::error_code error(fault_before(Step::start_process), std::generic_category());
      if (!error)
        child_ = bp::child(options.executable.string(), "worker", environment, bp::std_in<to_, bp::std_out> from_,
                           bp::std_err > bp::null, error);
      if (error)
        throw Failure{"worker-not-started", options.executable.string(), error.message(),
                      "the machine is out of processes or memory: run the same command again with fewer --jobs"};
    }
    to_ << wire::setup(setup) << std::endl;
  }
  ~Worker() {
    to_.close();
    to_.pipe().close();
    // By hand: a signal that interrupts the wait (Ctrl-C) would leave the worker to outlive us.
    const pid_t pid = child_.id();
    child_.detach();
    ::kill(pid, SIGKILL);
    while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  void give(const Job& job) { to_ << wire::job(job) << std::endl; }

  enum class Heard { line, hung, gone, stopped };

  /// Waits for the next line the worker says, at most its page time.
  Heard listen(std::string& line, const std::atomic<bool>& stop) {
    for (int waited_ms = 0; waited_ms < seconds_ * 1000;) {
      if (const std::size_t end = pending_.find('\n'); end != std::string::npos) {
        line = pending_.substr(0, end);
        pending_.erase(0, end + 1);
        return Heard::line;
      }
      if (stop) return Heard::stopped;
      pollfd wanted{from_.native_source(), POLLIN, 0};
      constexpr int step_ms = 200;
      if (::poll(&wanted, 1, step_ms) <= 0) {
        waited_ms += step_ms;
        continue;
      }
      char block[4096];
      const ssize_t n = ::read(from_.native_source(), block, sizeof block);
      if (n <= 0) return Heard::gone;
      pending_.append(block, static_cast<std::size_t>(n));
    }
    return Heard::hung;
  }

 private:
  int seconds_;
  bp::opstream to_;
  bp::pipe from_;
  bp::child child_;
  std::string pending_;
};

/// Hands jobs to worker processes, one thread a worker.
class Pool {
 public:
  Pool(const std::vector<Job>& jobs, const DeskSetup& setup, const WorkerOptions& options, const Listener& listener,
       const std::atomic<bool>& stop)
      : jobs_(jobs), setup_(setup), options_(options), listener_(listener), stop_(stop) {}

  void run() {
    if (jobs_.empty()) return;
    const auto count = std::min(static_cast<std::size_t>(std::max(1, options_.workers)), jobs_.size());
    in_threads(static_cast<int>(count), [this](const std::atomic<bool>& abandoned) { drive(abandoned); });
  }

 private:
  /// One worker's life: jobs until none is left, a new process whenever the old one is lost.
  void drive(const std::atomic<bool>& abandoned) {
    std::optional<Worker> worker;
    while (const std::optional<std::size_t> next = take(abandoned)) {
      Job job = jobs_[*next];
      std::set<int> lost_once;
      for (int last_page = 0; !stop_ && !abandoned;) {
        if (!worker) worker.emplace(setup_, options_);
        worker->give(job);
        const Worker::Heard end = follow(*worker, *next, last_page);
        if (end == Worker::Heard::line || end == Worker::Heard::stopped) break;
        worker.reset();
        // A worker may be lost through no fault of the page (killed, out of memory): the page gets a second try.
        const bool hung = end == Worker::Heard::hung;
        if (hung || !lost_once.insert(last_page + 1).second)
          leave_out(job, last_page + 1, hung ? "page-timeout" : "page-crash");
        last_page = 0;
      }
    }
  }

  /// Notes the page at which a worker was lost; where leaving it out did not help, the whole source (page 0).
  static void leave_out(Job& job, int page, const std::string& code) {
    if (job.lost.emplace(page, code).second) return;
    if (!job.lost.emplace(0, code).second) throw std::runtime_error("workers keep stopping before they read anything");
  }

  /// Listens until the job is done (line), or the worker is lost; `last_page` is the last page it finished.
  Worker::Heard follow(Worker& worker, std::size_t index, int& last_page) {
    last_page = 0;
    for (std::string line;;) {
      const Worker::Heard heard = worker.listen(line, stop_);
      if (heard != Worker::Heard::line) return heard;
      const Json said = Json::parse(line);
      const std::lock_guard lock(mutex_);
      if (said.contains("failure")) {
        const Json& f = said["failure"];
        throw Failure{f["code"], f["path"], f["why"], f["hint"]};
      }
      if (said.contains("bug")) {
        listener_.bug(said["bug"]);
        return Worker::Heard::gone;
      }
      if (said.contains("done")) {
        listener_.job_done({index, said["accepted"], said["asked"], said["invalid_bundles"]});
        return heard;
      }
      last_page = said["page"];
      listener_.page_done(index, last_page, said["of"]);
    }
  }

  std::optional<std::size_t> take(const std::atomic<bool>& abandoned) {
    const std::lock_guard lock(mutex_);
    if (stop_ || abandoned || next_ == jobs_.size()) return std::nullopt;
    return next_++;
  }

  const std::vector<Job>& jobs_;
  const DeskSetup& setup_;
  const WorkerOptions& options_;
  const Listener& listener_;
  const std::atomic<bool>& stop_;
  std::mutex mutex_;
  std::size_t next_ = 0;
};

}  // namespace

void run_workers(const std::vector<Job>& jobs, const DeskSetup& setup, const WorkerOptions& options,
                 const Listener& listener, const std::atomic<bool>& stop) {
  Pool(jobs, setup, options, listener, stop).run();
}

}  // namespace carescan::batch
