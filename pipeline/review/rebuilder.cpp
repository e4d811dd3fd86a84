#include "pipeline/review/rebuilder.hpp"

#include <algorithm>
#include <chrono>

#include "pipeline/model/failure.hpp"

namespace carescan::review {
namespace {

/// What went wrong in the background is told, and tried again with the next decision: the decision itself is on disk.
template <typename Do>
void guarded(const std::function<void(const std::string&)>& failed, Do what) {
  try {
    what();
  } catch (const Failure& failure) {
    failed(failure.path + ": " + failure.why + " (" + failure.code + ")");
  } catch (const std::exception& error) {
    failed(error.what());
  }
}

}  // namespace

Rebuilder::Rebuilder(Work work) : work_(std::move(work)), thread_([this] { this->work(); }) {}

Rebuilder::~Rebuilder() {
  finish();
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Rebuilder::add(const std::string& document) {
  {
    const std::lock_guard lock(mutex_);
    touched_ = true;
    if (std::ranges::find(documents_, document) == documents_.end()) documents_.push_back(document);
  }
  changed_.notify_all();
}

void Rebuilder::touch() {
  {
    const std::lock_guard lock(mutex_);
    touched_ = true;
  }
  changed_.notify_all();
}

long Rebuilder::pending() const {
  const std::lock_guard lock(mutex_);
  return static_cast<long>(documents_.size()) + (busy_ ? 1 : 0);
}

void Rebuilder::finish() {
  std::unique_lock lock(mutex_);
  hurry_ = true;
  changed_.notify_all();
  idle_.wait(lock, [this] { return documents_.empty() && !touched_ && !busy_; });
  hurry_ = false;
}

bool Rebuilder::do_document(std::unique_lock<std::mutex>& lock) {
  if (documents_.empty()) return false;
  const std::string id = documents_.front();
  documents_.pop_front();
  busy_ = true;
  lock.unlock();
  guarded(work_.failed, [&] { work_.document(id); });
  lock.lock();
  busy_ = false;
  return true;
}

void Rebuilder::work() {
  std::unique_lock lock(mutex_);
  const auto quiet = std::chrono::duration<double>(work_.quiet_seconds);
  while (!stop_) {
    if (do_document(lock)) continue;
    if (!touched_) {
      idle_.notify_all();
      changed_.wait(lock, [this] { return stop_ || touched_ || !documents_.empty(); });
      continue;
    }
    // Somebody who decides every other second does not have the whole run counted anew each time.
    if (!hurry_ && changed_.wait_for(lock, quiet) == std::cv_status::no_timeout) continue;
    if (!documents_.empty()) continue;
    touched_ = false;
    busy_ = true;
    lock.unlock();
    guarded(work_.failed, work_.run);
    lock.lock();
    busy_ = false;
  }
}

}  // namespace carescan::review
