#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace carescan::review {

/// A thread that brings what is on disk up to date behind the decisions: documents one by one, and what spans documents
/// (CSV, report …) when nobody has decided anything for a while.
class Rebuilder {
 public:
  struct Work {
    std::function<void(const std::string& document)> document;
    std::function<void()> run;  ///< what spans documents
    std::function<void(const std::string& why)> failed;
    double quiet_seconds = 5;
  };

  explicit Rebuilder(Work);
  ~Rebuilder();  ///< finishes first

  void add(const std::string& document);
  /// Something that only the run's files show was decided.
  void touch();
  long pending() const;
  /// Waits until all is done, the run's files included.
  void finish();

 private:
  void work();
  bool do_document(std::unique_lock<std::mutex>&);

  Work work_;
  mutable std::mutex mutex_;
  std::condition_variable changed_, idle_;
  std::deque<std::string> documents_;
  bool busy_ = false, touched_ = false, hurry_ = false, stop_ = false;
  std::thread thread_;
};

}  // namespace carescan::review
