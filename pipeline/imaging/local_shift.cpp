#include "pipeline/imaging/local_shift.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "pipeline/imaging/likeness.hpp"
#include "pipeline/imaging/mat.hpp"
#include "pipeline/imaging/print_impl.hpp"
#include "pipeline/imaging/sampling.hpp"

namespace carescan::imaging {
namespace {

constexpr double reach_mm = 0.6;
constexpr double px_per_mm = print_px_per_mm;
/// The likeness must fall by this much 0.25 mm away from its peak, or the printing says nothing in that direction.
constexpr double clear_fall = 0.015;
constexpr double alike_enough = 0.5;
/// A registration that is surely this near cannot be mended by what looking once more costs.
constexpr double near_enough_mm = 0.1;

/// Offset of the peak along one line of likenesses, px; 0 where the line is too flat to say.
double along(const std::vector<float>& alike, int peak) {
  const int last = static_cast<int>(alike.size()) - 1, away = cvRound(0.25 * px_per_mm);
  if (peak <= 0 || peak >= last) return 0;
  const auto value = [&](int i) {
    return static_cast<double>(alike[static_cast<std::size_t>(std::clamp(i, 0, last))]);
  };
  if (value(peak) - std::max(value(peak - away), value(peak + away)) < clear_fall) return 0;
  return peak + vertex(value(peak - 1), value(peak), value(peak + 1)) - last / 2.0;
}

}  // namespace

PointMm local_shift(const RegisteredPage& page, const BoxMm& area) {
  if (page.registration.residual_mm <= near_enough_mm) return {};
  const int reach = cvRound(reach_mm * px_per_mm);
  const BoxMm around = area.grown(1.0), searched = around.grown(reach / px_per_mm);
  cv::Mat printed = sample_blank(page.print, around, px_per_mm);
  cv::Mat seen = sample(view(page.page.grey), page.registration, page.print, searched, px_per_mm);
  const std::vector<BoxMm>& writing = page.print.impl().writing;
  whiten_writing(printed, writing, around, px_per_mm, 0);
  whiten_writing(seen, writing, searched, px_per_mm, 0.3);
  const cv::Size fits(printed.cols + 2 * reach, printed.rows + 2 * reach);
  if (fits != seen.size())
    cv::copyMakeBorder(seen, seen, 0, std::max(0, fits.height - seen.rows), 0, std::max(0, fits.width - seen.cols),
                       cv::BORDER_REPLICATE);
  seen = seen(cv::Rect({0, 0}, fits));
  cv::Mat alike;
  cv::matchTemplate(seen, printed, alike, cv::TM_CCOEFF_NORMED);
  double most = 0;
  cv::Point at;
  cv::minMaxLoc(alike, nullptr, &most, nullptr, &at);
  if (!(most >= alike_enough) || most > 1.01) return {};
  std::vector<float> row(alike.ptr<float>(at.y), alike.ptr<float>(at.y) + alike.cols), column;
  for (int y = 0; y < alike.rows; ++y) column.push_back(alike.at<float>(y, at.x));
  return {along(row, at.x) / px_per_mm, along(column, at.y) / px_per_mm};
}

}  // namespace carescan::imaging
