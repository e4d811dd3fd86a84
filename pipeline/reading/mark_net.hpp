#pragma once

#include <memory>
#include <vector>

namespace cv {
class Mat;
}

namespace carescan::reading {

/// What the marks net says of one box: probabilities that sum to 1.
struct MarkOpinion {
  double empty = 0, marked = 0;
  double cancelled = 0;  ///< filled in or struck through: taken back, unless everything on the page is filled in
  double unclear = 0;    ///< a letter, a dot, a mark beside the box, a line through it
};

/// The net that tells what is in a box to tick (models/marks.md). Not safe to share between threads.
class MarkNet {
 public:
  /// Loads the net that is built in (reading/models.hpp).
  MarkNet();

  /// One opinion a picture (mark_picture.hpp), in one batch.
  std::vector<MarkOpinion> judge(const std::vector<cv::Mat>& pictures);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace carescan::reading
