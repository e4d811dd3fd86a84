#include "pipeline/batch/in_threads.hpp"

#include <algorithm>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace carescan::batch {

void in_threads(int threads, const std::function<void(const std::atomic<bool>& abandoned)>& work) {
  std::atomic<bool> abandoned = false;
  std::mutex mutex;
  std::exception_ptr broken;
  const auto work_or_remember = [&] {
    try {
      work(abandoned);
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!broken) broken = std::current_exception();
      abandoned = true;
    }
  };
  {
    std::vector<std::jthread> at_work;  // joined at the end of the block
    for (int i = 0; i < std::max(1, threads); ++i) at_work.emplace_back(work_or_remember);
  }
  if (broken) std::rethrow_exception(broken);
}

}  // namespace carescan::batch
