#pragma once

#include "pipeline/rehearsal/scanner.hpp"
#include "pipeline/rehearsal/warp.hpp"

namespace carescan::rehearsal {

/// A hand-held camera over one page: where it stands, and what it makes of the page.
struct View {
  Warp warp;              ///< template mm → pixels of the frame
  cv::Size frame;         ///< px
  int turn_deg = 0;       ///< 0, 90, 180, 270: how the printing stands in the frame, clockwise
  double skew_deg = 0;    ///< what remains of its turn at the page's middle
  double px_per_mm = 10;  ///< at the page's middle
};

/// Holds the camera over the page: tilted, turned, near enough to fill the frame and far enough to cut nothing off. The
/// page bows; what is nearer to the pinhole is seen further from its foot.
View hold(const FormPage&, const Phone&, int turn_deg, Chance&);

}  // namespace carescan::rehearsal
