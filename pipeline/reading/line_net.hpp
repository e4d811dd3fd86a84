#pragma once

#include <memory>

#include "pipeline/reading/line_scores.hpp"

namespace cv {
class Mat;
}

namespace carescan::reading {

/// The net that reads words and single lines of handwriting (models/lines.md). Not safe to share between threads.
class LineNet {
 public:
  /// Loads the net that is built in (reading/models.hpp).
  LineNet();

  /// What is seen in one line_picture(), which is not empty.
  LineScores scores(const cv::Mat& picture);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace carescan::reading
