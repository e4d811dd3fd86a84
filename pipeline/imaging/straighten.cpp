#include "pipeline/imaging/straighten.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "pipeline/imaging/background.hpp"
#include "pipeline/imaging/blank_page.hpp"
#include "pipeline/imaging/mat.hpp"
#include "pipeline/imaging/skew.hpp"

namespace carescan::imaging {
namespace {

/// Whether the file's dpi make a page between A6 and A3. Cameras write none, or 72.
bool is_scale_known(const PageImage& page) {
  const double longer = std::max(page.raster.width, page.raster.height);
  const double shorter = std::min(page.raster.width, page.raster.height);
  const double by_dpi = page.dpi / mm_per_inch;
  return by_dpi > 0 && longer / by_dpi > 140 && longer / by_dpi < 450 && shorter / by_dpi > 95;
}

/// From the file's dpi where they can be believed, else as if A4 just fitted into the picture.
double resolution(const PageImage& page) {
  if (is_scale_known(page)) return page.dpi / mm_per_inch;
  const double longer = std::max(page.raster.width, page.raster.height);
  const double shorter = std::min(page.raster.width, page.raster.height);
  return std::min(longer / 297, shorter / 210);
}

cv::Mat to_grey(const Raster& raster) {
  const cv::Mat source = view(raster);
  if (source.channels() == 1) return source;
  cv::Mat grey;
  cv::cvtColor(source, grey, cv::COLOR_RGB2GRAY);
  return grey;
}

/// Averages, first over whole blocks (which is cheap), then over what is left of the scale.
cv::Mat reduced(const cv::Mat& grey, double scale) {
  const double block = std::floor(1 / scale), rest = scale * block;
  cv::Mat blocks = grey, small;
  if (block >= 2) cv::resize(grey, blocks, {}, 1 / block, 1 / block, cv::INTER_AREA);
  if (rest > 0.9999) return blocks;
  cv::resize(blocks, small, {}, rest, rest, cv::INTER_AREA);
  return small;
}

/// The evened page and its reduced picture: the paper's brightness is judged on the latter, so that the page itself is
/// gone over once.
void even_out(const cv::Mat& grey, Straightened& page) {
  page.small_per_full = std::min(1.0, small_px_per_mm / page.px_per_mm);
  const cv::Mat small = reduced(grey, page.small_per_full);
  const cv::Mat paper = paper_brightness(small, page.px_per_mm * page.small_per_full);
  page.grey = make_raster(grey.cols, grey.rows);
  page.small = make_raster(small.cols, small.rows);
  cv::Mat even = view(page.grey), even_small = view(page.small);
  if (is_white(paper)) {
    grey.copyTo(even);
    small.copyTo(even_small);
  } else {
    divide_by_paper(grey, paper, even);
    divide_by_paper(small, paper, even_small);
  }
}

void measure_skew(const cv::Mat& small, double px_per_mm, double max_deg, Straightened& page) {
  const Skew profile = skew_by_profile(small, max_deg);
  const Skew rules = skew_by_rules(small, px_per_mm, max_deg);
  const bool ruled = rules.confidence > 0.5;
  page.skew_deg = ruled ? rules.deg : profile.deg;
  // 1 when both say the same, 0 from 0.3° apart; one witness alone is not to be acted on.
  const double agreement = std::clamp(1 - (std::abs(profile.deg - rules.deg) - 0.05) / 0.25, 0.0, 1.0);
  page.skew_confidence = ruled ? agreement * std::sqrt(rules.confidence * std::max(0.25, profile.confidence))
                               : 0.9 * believable_skew * profile.confidence;
}

}  // namespace

Straightened straighten(const PageImage& page, const StraightenOptions& options) {
  Straightened straightened;
  straightened.blank = true;
  if (std::min(page.raster.width, page.raster.height) < 16) {
    straightened.grey = straightened.small = page.raster.empty() ? page.raster : to_raster(to_grey(page.raster));
    straightened.px_per_mm = 1;
    return straightened;
  }
  straightened.px_per_mm = resolution(page);
  even_out(to_grey(page.raster), straightened);
  const cv::Mat small = view(straightened.small);
  const double px_per_mm = straightened.px_per_mm * straightened.small_per_full;
  straightened.blank = is_blank(small, px_per_mm, options.blank_ink_share);
  if (!straightened.blank) measure_skew(small, px_per_mm, options.max_skew_deg, straightened);
  // A camera's: what two witnesses agree on may be the lean of one side of a sheet seen aslant, or the desk's edge.
  if (!is_scale_known(page))
    straightened.skew_confidence = std::min(straightened.skew_confidence, 0.9 * believable_skew);
  return straightened;
}

}  // namespace carescan::imaging
