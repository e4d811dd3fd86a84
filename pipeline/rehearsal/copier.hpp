#pragma once

#include <opencv2/core.hpp>

#include "pipeline/rehearsal/chance.hpp"
#include "pipeline/rehearsal/scanner.hpp"

namespace carescan::rehearsal {

/// The scanner looks at a photocopy: shrunk to 97–100 %, more skew, often black and white.
void make_second_generation(Scanner&, Chance&);

/// A page (8-bit RGB) as an office copier gives it back: grey, steep contrast, toner specks, a faint line of a dirty
/// roller now and then. Geometry is left to the scanner.
cv::Mat photocopied(const cv::Mat& page, double px_per_mm, Chance&);

}  // namespace carescan::rehearsal
