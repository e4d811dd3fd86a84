#include "pipeline/reading/line_picture.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "pipeline/imaging/mat.hpp"

namespace carescan::reading {
namespace {

/// The picture shows this many deviations of the ink's height above its middle and below: capitals then fill two
/// thirds of it, and tall and hanging letters have room.
constexpr double half_in_deviations = 2.7;
/// No writing is enlarged as if it were larger than this: a dash stays a dash.
constexpr double least_half_mm = 1.3;
/// Slants that are tried: px to the right a px down.
constexpr double least_slant = -0.4, most_slant = 1.0, slant_step = 0.1;
/// A stroke with more than these shares of its ink in the line is shown in part, and whole.
constexpr double parted_share = 0.35, whole_share = 0.6;
/// White before and behind the ink.
constexpr int margin_px = 6;

/// What of a stroke is shown.
enum class Shown : std::uint8_t { nothing, in_box, whole };

/// A stroke that lies half here and half in the next line joins two words; each line has its part. One that lies
/// mainly here is shown as far as it hangs out, and one that only hangs in is not shown.
std::vector<Shown> shown(const InkMap& map, const cv::Rect& box, const std::vector<int>& strokes) {
  const std::vector<double> here = ink_by_stroke(map, box);
  const std::vector<double> all = ink_by_stroke(map, {0, 0, map.labels.cols, map.labels.rows});
  std::vector<Shown> out(here.size(), Shown::nothing);
  for (std::size_t i = 1; i < out.size(); ++i)
    if (here[i] > parted_share * all[i]) out[i] = Shown::in_box;
  for (const int stroke : strokes)
    if (const auto i = static_cast<std::size_t>(stroke); here[i] > whole_share * all[i]) out[i] = Shown::whole;
  return out;
}

cv::Mat mask_of(const InkMap& map, const cv::Rect& box, const std::vector<int>& strokes) {
  const std::vector<Shown> what = shown(map, box, strokes);
  cv::Mat mask(map.labels.size(), CV_8U, cv::Scalar(0));
  for (int y = 0; y < mask.rows; ++y)
    for (int x = 0; x < mask.cols; ++x) {
      const Shown of = what[static_cast<std::size_t>(map.labels.at<int>(y, x))];
      if (of == Shown::whole || (of == Shown::in_box && box.contains({x, y}))) mask.at<std::uint8_t>(y, x) = 255;
    }
  return mask;
}

/// Where ink lies on the way down: its middle and its spread, px.
struct Heights {
  double middle = 0, deviation = 0;
};

Heights heights(const cv::Mat& ink) {
  double n = 0, sum = 0, squares = 0;
  for (int y = 0; y < ink.rows; ++y) {
    const double mass = cv::sum(ink.row(y))[0];
    n += mass, sum += mass * y, squares += mass * y * y;
  }
  if (n <= 0) return {};
  return {sum / n, std::sqrt(std::max(0.0, squares / n - sum * sum / (n * n)))};
}

/// Rows of the ink round its middle, scaled to the height of the picture.
cv::Mat sized(const cv::Mat& ink, double px_per_mm) {
  const Heights at = heights(ink);
  const double half = std::max(half_in_deviations * at.deviation, least_half_mm * px_per_mm);
  const double scale = line_height_px / (2 * half);
  const cv::Rect bounds = cv::boundingRect(ink > 0.05f);
  const int top = static_cast<int>(std::lround(at.middle - half)),
            rows = std::max(1, static_cast<int>(std::lround(2 * half)));
  cv::Mat window(rows, bounds.width, CV_32F, cv::Scalar(0));
  const cv::Rect seen = cv::Rect(bounds.x, top, bounds.width, rows) & cv::Rect({0, 0}, ink.size());
  ink(seen).copyTo(window(seen - cv::Point(bounds.x, top)));
  cv::Mat out;
  cv::resize(window, out, {std::max(1, static_cast<int>(std::lround(window.cols * scale))), line_height_px}, 0, 0,
             scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
  return out;
}

/// How far a row moves to the right under a slant.
int moved(int y, double slant) {
  return static_cast<int>(std::lround(slant * (y - line_height_px / 2.0)));
}

/// Ink in few full columns scores more than the same ink in many.
double uprightness(const cv::Mat& line, double slant) {
  const int reach = line_height_px;
  std::vector<float> columns(static_cast<std::size_t>(line.cols + 2 * reach), 0);
  for (int y = 0; y < line.rows; ++y) {
    const float* row = line.ptr<float>(y);
    float* to = columns.data() + reach + moved(y, slant);
    for (int x = 0; x < line.cols; ++x) to[x] += row[x];
  }
  double sum = 0;
  for (const float column : columns) sum += static_cast<double>(column * column);
  return sum;
}

double slant_of(const cv::Mat& line) {
  double best = 0, most = 1.02 * uprightness(line, 0);  // none, unless another is clearly better
  for (double slant = least_slant; slant < most_slant + 0.01; slant += slant_step)
    if (const double score = uprightness(line, slant); score > most) best = slant, most = score;
  return best;
}

cv::Mat upright(const cv::Mat& line) {
  const double slant = slant_of(line), half = line_height_px / 2.0;
  const double before = margin_px + std::abs(slant) * half;
  const cv::Matx23d move(1, slant, before - slant * half, 0, 1, 0);
  cv::Mat out;
  cv::warpAffine(line, out, move, {line.cols + static_cast<int>(std::ceil(2 * before)), line_height_px});
  return out;
}

}  // namespace

cv::Mat line_picture(const imaging::FieldCrop& crop, const InkMap& map, const BoxMm& line,
                     const std::vector<int>& strokes) {
  const cv::Mat ink = evened(imaging::view(crop.ink), mask_of(map, pixels(map, line), strokes));
  if (cv::countNonZero(ink > 0.05f) == 0) return {};
  return upright(sized(ink, map.px_per_mm));
}

}  // namespace carescan::reading
