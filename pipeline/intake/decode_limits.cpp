#include <fmt/format.h>

#include "pipeline/intake/decode.hpp"
#include "pipeline/model/failure.hpp"

namespace carescan::intake {
namespace {

/// OpenCV's remapping counts pixels in 16 bits; no page has more in a row (A3 at 1,200 dpi: 19,843).
constexpr long max_side = 32'000;

}  // namespace

void refuse_too_large(long width, long height, const DecodeLimits& limits) {
  if (width <= 0 || height <= 0)
    throw Failure{"image-broken", limits.name, "the picture has no width or no height", "scan the page again"};
  if (width <= max_side && height <= max_side && width * height <= limits.max_pixels) return;
  throw Failure{"image-too-large", limits.name,
                fmt::format("{} × {} pixels; at most {} million in all and {} in a row are read", width, height,
                            limits.max_pixels / 1'000'000, max_side),
                "scan at 300 dpi"};
}

}  // namespace carescan::intake
