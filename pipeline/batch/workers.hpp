#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "pipeline/batch/worker.hpp"

namespace carescan::batch {

struct WorkerOptions {
  int workers = 1;
  std::filesystem::path executable;  ///< of carescan itself; run as `carescan worker`
  /// A page (or opening a source) that takes longer has hung: its worker is killed and the page counts as failed.
  int page_seconds = 120;
};

/// What one source came to, as the worker told it.
struct JobDone {
  std::size_t job = 0;  ///< index into the jobs given
  long accepted = 0, asked = 0, invalid_bundles = 0;
};

/// What the run hears while workers work; called from several threads, one at a time.
struct Listener {
  std::function<void(std::size_t job, int page, int of)> page_done;
  std::function<void(const JobDone&)> job_done;
  std::function<void(const std::string& what)> bug;  ///< a worker met a bug of ours; its page is left out
};

/// Reads all jobs in worker processes, each single-threaded, and returns when they are done or `stop` turns true. A
/// worker that hangs, or dies twice at the same page, is replaced, and its source read again without that page. Throws
/// Failure when a worker reports that the run cannot go on (disk full, templates unreadable), std::runtime_error when
/// workers keep dying before they read anything.
void run_workers(const std::vector<Job>& jobs, const DeskSetup&, const WorkerOptions&, const Listener&,
                 const std::atomic<bool>& stop);

}  // namespace carescan::batch
