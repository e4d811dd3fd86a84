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

/// Resolution at which skew and emptiness are judged.
constexpr double reduced_px_per_mm = 4;

/// From the file's dpi where that makes a page between A6 and A3, else as if A4 just fitted into the picture.
double resolution(const PageImage& page) {
  const double longer = std::max(page.raster.width, page.raster.height);
  const double shorter = std::min(page.raster.width, page.raster.height);
  const double by_dpi = page.dpi / mm_per_inch;
  if (by_dpi > 0 && longer / by_dpi > 140 && longer / by_dpi < 450 && shorter / by_dpi > 95) return by_dpi;
  return std::min(longer / 297, shorter / 210);
}

cv::Mat to_grey(const Raster& raster) {
  const cv::Mat source = view(raster);
  if (source.channels() == 1) return source;
  cv::Mat grey;
  cv::cvtColor(source, grey, cv::COLOR_RGB2GRAY);
  return grey;
}

cv::Mat reduced(const cv::Mat& grey, double px_per_mm) {
  const double scale = std::min(1.0, reduced_px_per_mm / px_per_mm);
  cv::Mat small;
  cv::resize(grey, small, {}, scale, scale, cv::INTER_AREA);
  return small;
}

void measure_skew(const cv::Mat& small, double px_per_mm, double max_deg, Straightened& page) {
  const Skew profile = skew_by_profile(small, max_deg);
  const Skew rules = skew_by_rules(small, px_per_mm, max_deg);
  const bool ruled = rules.confidence > 0.5;
  page.skew_deg = ruled ? rules.deg : profile.deg;
  // 1 when both say the same, 0 from 0.3° apart; a page without rules is believed half at most.
  const double agreement = std::clamp(1 - (std::abs(profile.deg - rules.deg) - 0.05) / 0.25, 0.0, 1.0);
  page.skew_confidence =
      ruled ? agreement * std::sqrt(rules.confidence * std::max(0.25, profile.confidence)) : profile.confidence / 2;
}

}  // namespace

Straightened straighten(const PageImage& page, const StraightenOptions& options) {
  Straightened straightened;
  straightened.blank = true;
  if (std::min(page.raster.width, page.raster.height) < 16) {
    straightened.grey = page.raster.empty() ? page.raster : to_raster(to_grey(page.raster));
    straightened.px_per_mm = 1;
    return straightened;
  }
  straightened.px_per_mm = resolution(page);
  const cv::Mat even = even_background(to_grey(page.raster), straightened.px_per_mm);
  const cv::Mat small = reduced(even, straightened.px_per_mm);
  const double small_px_per_mm = straightened.px_per_mm * small.cols / even.cols;
  straightened.blank = ink_share(small, small_px_per_mm) < options.blank_ink_share;
  if (!straightened.blank) measure_skew(small, small_px_per_mm, options.max_skew_deg, straightened);
  straightened.grey = to_raster(even);
  return straightened;
}

}  // namespace carescan::imaging
