#include "pipeline/imaging/page_ink.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "pipeline/imaging/background.hpp"
#include "pipeline/imaging/mat.hpp"

namespace carescan::imaging {

cv::Rect PageInk::px(const BoxMm& box) const {
  const auto at = [](double mm, double scale) { return static_cast<int>(std::lround(mm * scale)); };
  const cv::Point from(at(box.x, px_per_mm_x), at(box.y, px_per_mm_y));
  const cv::Point to(at(box.right(), px_per_mm_x), at(box.bottom(), px_per_mm_y));
  return cv::Rect(from, to) & cv::Rect(0, 0, ink.cols, ink.rows);
}

PageInk page_ink(const Raster& page, double width_mm, double height_mm) {
  constexpr double coarse_px_per_mm = 6, ink_below = 0.78 * 255, pale_around_mm = 3, pale_below = 20;
  cv::Mat grey;
  if (page.channels == 3)
    cv::cvtColor(view(page), grey, cv::COLOR_RGB2GRAY);
  else
    grey = view(page);
  double px_per_mm = grey.cols / width_mm;
  grey = even_background(grey, px_per_mm);
  if (px_per_mm < coarse_px_per_mm) cv::resize(grey, grey, {}, 2, 2, cv::INTER_CUBIC);
  PageInk out;
  cv::threshold(grey, out.ink, ink_below, 255, cv::THRESH_BINARY_INV);
  const int around = 2 * static_cast<int>(pale_around_mm * grey.cols / width_mm / 2) + 1;
  cv::adaptiveThreshold(grey, out.pale, 255, cv::ADAPTIVE_THRESH_MEAN_C, cv::THRESH_BINARY_INV, around, pale_below);
  out.px_per_mm_x = grey.cols / width_mm;
  out.px_per_mm_y = grey.rows / height_mm;
  return out;
}

}  // namespace carescan::imaging
