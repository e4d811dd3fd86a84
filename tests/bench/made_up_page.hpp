#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <string>

#include "pipeline/imaging/crop.hpp"
#include "pipeline/model/form_template.hpp"
#include "pipeline/model/page_image.hpp"
#include "pipeline/rehearsal/chance.hpp"
#include "pipeline/rehearsal/scanner.hpp"

namespace carescan::bench {

/// Resolution at which made-up pages are printed.
inline constexpr double made_up_px_per_mm = 300 / mm_per_inch;

/// Made-up words of letters `size_mm` high on a baseline (mm): enough of them to find a page by.
void print_words(cv::Mat& page, PointMm baseline, double room_mm, double size_mm, rehearsal::Chance&);

/// A filled page (8-bit RGB) of a form of one page, delivered by a scanner of the preset, JPEG loss included, and found
/// again on its blank; nothing, and a line on standard error, where it is not.
std::optional<imaging::RegisteredPage> scanned(const cv::Mat& page, const FormTemplate&, const Raster& blank,
                                               const std::string& preset, rehearsal::Chance&);

}  // namespace carescan::bench
