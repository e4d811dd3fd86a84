#include "pipeline/imaging/one_thread.hpp"

#include <opencv2/core/utility.hpp>

namespace carescan::imaging {

void use_one_thread() {
  cv::setNumThreads(1);  // OPENCV_FOR_THREADS_NUM says nothing to OpenCV as Debian builds it, with TBB
}

}  // namespace carescan::imaging
