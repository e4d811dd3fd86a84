#pragma once

#include "pipeline/rehearsal/camera.hpp"
#include "pipeline/rehearsal/scanner.hpp"

namespace carescan::rehearsal {

/// A phone of 8–12 megapixels in somebody's hand.
Scanner phone_camera(Chance&);

/// The picture (8-bit RGB) that the phone takes of the sheet lying on a desk: lamp, shadows, lens, sensor.
cv::Mat photograph(const Sheet&, const Scanner&, const View&, Chance&);

}  // namespace carescan::rehearsal
