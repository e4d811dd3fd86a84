#include "pipeline/imaging/blank_page.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace carescan::imaging {
namespace {

/// Show-through and grey paper are lighter, faint pencil is darker.
constexpr double ink_below = 215;

struct Blob {
  double width_mm, height_mm, area_mm2;
  double to_edge_mm;    ///< from the nearest edge of the picture
  double to_corner_mm;  ///< from the nearest edges left or right and top or bottom, the larger of the two
};

bool is_speck(const Blob& b) {
  return std::max(b.width_mm, b.height_mm) < 1.0;
}

/// Filing holes are 5 to 8 mm across, full and round, and lie within 20 mm of an edge.
bool is_punch_hole(const Blob& b) {
  const double ratio = b.width_mm / b.height_mm, fill = b.area_mm2 / (b.width_mm * b.height_mm);
  return b.to_edge_mm < 20 && b.width_mm > 4 && b.width_mm < 9 && ratio > 0.75 && ratio < 1.33 && fill > 0.6;
}

/// A lid or fold seen along the edge: it lies on it, or starts there.
bool is_border(const Blob& b) {
  return b.to_edge_mm < 1.5;
}

/// A bar no thicker than a shadow, at any angle: `long_mm` is its length.
bool is_thin_bar(const cv::Mat& blob, double px_per_mm, double& long_mm) {
  std::vector<cv::Point> pixels;
  cv::findNonZero(blob, pixels);
  const cv::RotatedRect box = cv::minAreaRect(pixels);
  long_mm = (std::max(box.size.width, box.size.height) + 1) / px_per_mm;
  return (std::min(box.size.width, box.size.height) + 1) / px_per_mm < 1.4;
}

/// A staple in a corner, or a fold: a straight line that begins at the edge. A line of writing does neither.
bool is_staple_or_fold(const Blob& b, const cv::Mat& pixels, double px_per_mm) {
  const bool in_corner = b.to_corner_mm < 20;
  if (!in_corner && !is_border(b)) return false;
  double long_mm = 0;
  if (!is_thin_bar(pixels, px_per_mm, long_mm)) return false;
  return is_border(b) || (long_mm > 6 && long_mm < 15);
}

/// The lid around a sheet smaller than the glass, or behind a folded corner, however far it reaches in: dark areas too
/// thick for a stroke that lie on the picture's edge.
cv::Mat without_lid(const cv::Mat& dark, double px_per_mm) {
  constexpr double stroke_mm = 4;
  const int side = std::max(3, cvRound(stroke_mm * px_per_mm));
  cv::Mat solid, labels, stats, centroids, kept = dark.clone();
  // A rim of dark around the picture, so that the lid is thick up to its very edge.
  cv::copyMakeBorder(dark, solid, side, side, side, side, cv::BORDER_CONSTANT, 255);
  cv::morphologyEx(solid, solid, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_RECT, {side, side}));
  cv::connectedComponentsWithStats(solid, labels, stats, centroids, 8, CV_32S);
  cv::Mat lid = labels == labels.at<int>(0, 0);
  cv::dilate(lid, lid,
             cv::getStructuringElement(cv::MORPH_RECT, {2 * cvRound(px_per_mm) + 1, 2 * cvRound(px_per_mm) + 1}));
  kept.setTo(0, lid(cv::Rect({side, side}, dark.size())));
  return kept;
}

/// Lids and folds reach this far in. What a blob has further inside is ink although it touches the edge: a printed
/// frame that the scanner cropped must not take all that is joined to it out of the count.
constexpr double border_mm = 12;

/// Pixels of each blob that lie further inside than a border reaches.
std::vector<int> inner_pixels(const cv::Mat& labels, int blobs, double px_per_mm) {
  std::vector<int> count(static_cast<std::size_t>(blobs), 0);
  const int margin = static_cast<int>(border_mm * px_per_mm);
  for (int y = margin; y < labels.rows - margin; ++y)
    for (int x = margin; x < labels.cols - margin; ++x) ++count[static_cast<std::size_t>(labels.at<int>(y, x))];
  return count;
}

/// So much is dark in the middle of the page that it needs no closer look. Holes, lids and folded corners lie outside.
bool is_surely_inked(const cv::Mat& dark, double px_per_mm) {
  constexpr double rim_mm = 25, share = 0.01;
  const int rim = std::min(cvRound(rim_mm * px_per_mm), std::min(dark.cols, dark.rows) / 4);
  const cv::Mat middle = dark(cv::Rect(rim, rim, dark.cols - 2 * rim, dark.rows - 2 * rim));
  return cv::countNonZero(middle) > share * static_cast<double>(middle.total());
}

double ink_share(const cv::Mat& dark, double px_per_mm) {
  cv::Mat labels, stats, centroids;
  const int blobs = cv::connectedComponentsWithStats(dark, labels, stats, centroids, 8, CV_32S);
  const std::vector<int> inner = inner_pixels(labels, blobs, px_per_mm);
  const double px2_per_mm2 = px_per_mm * px_per_mm;
  double ink_mm2 = 0;
  for (int i = 1; i < blobs; ++i) {
    const int* s = stats.ptr<int>(i);
    const int x = s[cv::CC_STAT_LEFT], y = s[cv::CC_STAT_TOP], w = s[cv::CC_STAT_WIDTH], h = s[cv::CC_STAT_HEIGHT];
    const int across = std::min(x, dark.cols - x - w), down = std::min(y, dark.rows - y - h);
    const Blob blob{w / px_per_mm, h / px_per_mm, s[cv::CC_STAT_AREA] / px2_per_mm2, std::min(across, down) / px_per_mm,
                    std::max(across, down) / px_per_mm};
    if (is_speck(blob) || is_punch_hole(blob)) continue;
    if (is_staple_or_fold(blob, labels(cv::Rect(x, y, w, h)) == i, px_per_mm)) continue;
    ink_mm2 += is_border(blob) ? inner[static_cast<std::size_t>(i)] / px2_per_mm2 : blob.area_mm2;
  }
  return ink_mm2 / (static_cast<double>(dark.total()) / px2_per_mm2);
}

}  // namespace

bool is_blank(const cv::Mat& grey, double px_per_mm, double least_share) {
  const cv::Mat dark = grey < ink_below;
  return !is_surely_inked(dark, px_per_mm) && ink_share(without_lid(dark, px_per_mm), px_per_mm) < least_share;
}

}  // namespace carescan::imaging
