#include "pipeline/imaging/crop.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "pipeline/imaging/ink.hpp"
#include "pipeline/imaging/local_shift.hpp"
#include "pipeline/imaging/mat.hpp"
#include "pipeline/imaging/print_impl.hpp"
#include "pipeline/imaging/sampling.hpp"

namespace carescan::imaging {
namespace {

/// Looked at on a grid of points: a field is cut off by a straight edge, so that no smaller part is missed.
double share_beyond(const RegisteredPage& page, const BoxMm& box) {
  constexpr int steps = 20;
  int beyond = 0;
  for (int j = 0; j <= steps; ++j)
    for (int i = 0; i <= steps; ++i) {
      const PointMm p{box.x + box.width * i / steps, box.y + box.height * j / steps};
      const PointPx q = page.registration.source_px(page.print, p);
      if (!(q.x >= 0 && q.y >= 0 && q.x <= page.page.grey.width && q.y <= page.page.grey.height)) ++beyond;
    }
  return beyond / static_cast<double>((steps + 1) * (steps + 1));
}

/// How far printing may lie from where the blank has it: what is taken away around it takes strokes along it, too, so
/// no more than the registration needs.
double play_mm(const Registration& registration) {
  return std::clamp(0.1 + 1.5 * registration.residual_mm, 0.15, 0.3);
}

/// `blank`: the printing of crop.area at its resolution.
FieldCrop cut_at(FieldCrop crop, const cv::Mat& blank, const RegisteredPage& page, PointMm shift) {
  const cv::Mat scan = sample(view(page.page.grey), page.registration, page.print, crop.area, crop.px_per_mm, shift);
  crop.contrast = page.contrast;
  crop.scan = to_raster(scan);
  crop.blank = to_raster(blank);
  crop.ink = to_raster(ink_of(scan, blank, crop.px_per_mm, play_mm(page.registration)));
  return crop;
}

}  // namespace

FieldCrop cut_sheet(const RegisteredPage& page) {
  const BoxMm sheet{0, 0, page.print.width_mm(), page.print.height_mm()};
  return cut_at({.area = sheet, .px_per_mm = sheet_dpi / mm_per_inch, .scan = {}, .blank = {}, .ink = {}},
                page.print.impl().sheet, page, {});
}

FieldCrop cut(const RegisteredPage& page, const BoxMm& box, double margin_mm, double px_per_mm) {
  FieldCrop crop;
  crop.area = box.grown(margin_mm);
  const PointMm middle{box.x + box.width / 2, box.y + box.height / 2};
  crop.px_per_mm = px_per_mm > 0 ? px_per_mm : std::clamp(local_scale(page.registration.to_source, middle), 6.0, 16.0);
  crop.beyond = share_beyond(page, box);
  const PointMm shift = local_shift(page, crop.area);
  const cv::Mat blank = sample_blank(page.print, crop.area, crop.px_per_mm);
  return cut_at(std::move(crop), blank, page, shift);
}

double printing_contrast(const FieldCrop& sheet) {
  constexpr int printed_below = 200;
  constexpr int steps = 100;
  const cv::Mat blank = view(sheet.blank);
  cv::Mat darkest;  // nearby: printing lies off by a fraction of a millimetre
  cv::erode(view(sheet.scan), darkest, cv::getStructuringElement(cv::MORPH_RECT, {3, 3}));
  std::array<int, steps + 1> histogram{};
  int count = 0;
  for (int y = 0; y < blank.rows; ++y)
    for (int x = 0; x < blank.cols; ++x) {
      const int printed = blank.at<std::uint8_t>(y, x);
      if (printed >= printed_below) continue;
      const int share = steps * (255 - darkest.at<std::uint8_t>(y, x)) / (255 - printed);
      ++histogram[static_cast<std::size_t>(std::min(steps, share))], ++count;
    }
  if (count == 0) return 1;
  int median = 0;
  for (int seen = histogram[0]; median < steps && 2 * seen < count;)
    seen += histogram[static_cast<std::size_t>(++median)];
  return static_cast<double>(median) / steps;
}

Raster registered_picture(const RegisteredPage& page, double dpi) {
  const BoxMm all{0, 0, page.print.width_mm(), page.print.height_mm()};
  return to_raster(sample(view(page.page.grey), page.registration, page.print, all, dpi / mm_per_inch));
}

}  // namespace carescan::imaging
