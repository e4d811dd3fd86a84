#include "pipeline/imaging/become_worker.hpp"

#include <malloc.h>

#include <opencv2/core/utility.hpp>

namespace carescan::imaging {

void become_worker() {
  cv::setNumThreads(1);  // OPENCV_FOR_THREADS_NUM says nothing to OpenCV as Debian builds it, with TBB
  constexpr int largest_kept = 32 << 20, idle_kept = 128 << 20;
  ::mallopt(M_MMAP_THRESHOLD, largest_kept);
  ::mallopt(M_TRIM_THRESHOLD, idle_kept);
}

}  // namespace carescan::imaging
