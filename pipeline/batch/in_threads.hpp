#pragma once

#include <atomic>
#include <functional>

namespace carescan::batch {

/// Runs `work` in `threads` threads at once (at least one) and waits for all. When one throws, `abandoned` becomes true
/// for the others, which should end soon; what was thrown first is thrown on when all have ended.
void in_threads(int threads, const std::function<void(const std::atomic<bool>& abandoned)>& work);

}  // namespace carescan::batch
