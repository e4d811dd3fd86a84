#include "pipeline/imaging/learn_print.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "pipeline/imaging/mat.hpp"
#include "pipeline/imaging/print_impl.hpp"

namespace carescan::imaging {
namespace {

/// A frame belongs to the printing: this much of a box's rim is left to it.
constexpr double frame_mm = 0.6;
/// Printing may come out this much wider, or lie this far off.
constexpr double edge_mm = 0.4;
/// Darker than the blank by this much, over this area, is no noise.
constexpr int darker = 60;
constexpr double least_mm2 = 0.25;
/// From so many pages on, one in ten may be dirty or white at a place without changing what is learnt there.
constexpr std::size_t many_pages = 20;

/// The value that `share` of the pages do not exceed, pixel by pixel.
cv::Mat percentile(const std::vector<cv::Mat>& pages, double share) {
  cv::Mat out(pages.front().size(), CV_8U);
  const auto rank = static_cast<std::ptrdiff_t>(share * static_cast<double>(pages.size() - 1) + 0.5);
  std::vector<std::uint8_t> values(pages.size());
  for (int y = 0; y < out.rows; ++y)
    for (int x = 0; x < out.cols; ++x) {
      for (std::size_t i = 0; i < pages.size(); ++i) values[i] = pages[i].at<std::uint8_t>(y, x);
      std::ranges::nth_element(values, values.begin() + rank);
      out.at<std::uint8_t>(y, x) = values[static_cast<std::size_t>(rank)];
    }
  return out;
}

cv::Rect pixels(const BoxMm& box, cv::Size page) {
  const auto at = [](double mm) { return static_cast<int>(std::lround(mm * learned_px_per_mm)); };
  return cv::Rect(cv::Point(at(box.x), at(box.y)), cv::Point(at(box.right()), at(box.bottom()))) &
         cv::Rect({0, 0}, page);
}

/// Where the blank has no printing nearby.
cv::Mat clear_of_print(const cv::Mat& blank) {
  const int r = static_cast<int>(edge_mm * learned_px_per_mm + 0.5);
  cv::Mat lightest_near;
  cv::erode(blank, lightest_near, cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * r + 1, 2 * r + 1}));
  return lightest_near > 200;
}

}  // namespace

LearnedPage learn_print(const PagePrint& print, const std::vector<Raster>& pages, const std::vector<BoxMm>& areas) {
  std::vector<cv::Mat> views;
  for (const Raster& page : pages) views.push_back(view(page));
  const cv::Mat blank = print.impl().blank, clear = clear_of_print(blank);
  cv::Mat learned = percentile(views, 0.5);
  LearnedPage out;
  for (const BoxMm& area : areas) {
    const BoxMm inner = area.grown(-std::min({frame_mm, area.width / 4, area.height / 4}));
    const cv::Rect rect = pixels(inner, learned.size());
    if (rect.empty()) continue;
    std::vector<cv::Mat> there;
    for (const cv::Mat& page : views) there.push_back(page(rect));
    cv::Mat lightest = percentile(there, pages.size() < many_pages ? 1.0 : 0.9), strange;
    cv::subtract(blank(rect), lightest, strange);
    strange = (strange > darker) & clear(rect);
    if (cv::countNonZero(strange) > least_mm2 * learned_px_per_mm * learned_px_per_mm) out.kept.push_back(area);
    blank(rect).copyTo(lightest, clear(rect));
    lightest.copyTo(learned(rect));
  }
  out.picture = to_raster(learned);
  return out;
}

}  // namespace carescan::imaging
