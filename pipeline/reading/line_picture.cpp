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
/// What the printing took with it is looked for this near the ink, and not this near the printing where it lies…
constexpr double foot_mm = 0.5, print_edge_mm = 0.1;
/// …where taking it away made the picture this much lighter.
constexpr int least_lost = 25;
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

/// Letters stand on the rule. Taking the rule away takes what lies within the play of registration beside it, too; here,
/// where the printing has been found, that is given back as far as it goes on from the line's own ink. `ink` and
/// `mask` show the part `at` of the crop; both grow.
void give_back_feet(const imaging::FieldCrop& crop, const InkMap& map, const cv::Rect& at, cv::Mat ink, cv::Mat mask) {
  const cv::Mat scan = imaging::view(crop.scan)(at);
  const int dark = 255 - (255 - median_under(scan, mask)) / 2;
  cv::Mat near, print, lost, parts;
  cv::dilate(mask, near, disc(foot_mm, map.px_per_mm));
  cv::dilate(map.print(at), print, disc(print_edge_mm, map.px_per_mm));
  cv::subtract(ink, scan, lost);
  const cv::Mat feet = near & (print == 0) & (scan < dark) & (lost > least_lost);
  const int count = cv::connectedComponents(mask | feet, parts, 8, CV_32S);
  std::vector<bool> own(static_cast<std::size_t>(count), false);
  for (int y = 0; y < mask.rows; ++y)
    for (int x = 0; x < mask.cols; ++x)
      if (mask.at<std::uint8_t>(y, x) != 0) own[static_cast<std::size_t>(parts.at<int>(y, x))] = true;
  for (int y = 0; y < mask.rows; ++y)
    for (int x = 0; x < mask.cols; ++x)
      if (feet.at<std::uint8_t>(y, x) != 0 && own[static_cast<std::size_t>(parts.at<int>(y, x))])
        ink.at<std::uint8_t>(y, x) = scan.at<std::uint8_t>(y, x), mask.at<std::uint8_t>(y, x) = 255;
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
  cv::Mat mask = mask_of(map, pixels(map, line), strokes);
  const cv::Rect inked = cv::boundingRect(mask);
  if (inked.empty()) return {};
  const int foot = static_cast<int>(std::ceil(foot_mm * map.px_per_mm)) + 1;
  const cv::Rect at = (inked - cv::Point(foot, foot) + cv::Size(2 * foot, 2 * foot)) & cv::Rect({0, 0}, mask.size());
  cv::Mat whole = imaging::view(crop.ink).clone();
  give_back_feet(crop, map, at, whole(at), mask(at));
  const cv::Mat ink = evened(whole, mask);
  if (cv::countNonZero(ink > 0.05f) == 0) return {};
  return upright(sized(ink, map.px_per_mm));
}

}  // namespace carescan::reading
