#include "pipeline/rehearsal/desk.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "pipeline/rehearsal/clouds.hpp"

namespace carescan::rehearsal {
namespace {

using Colour = std::array<double, 3>;

// The map's 0 becomes one colour, its 1 the other.
cv::Mat coloured(const cv::Mat& map, const Colour& low, const Colour& high) {
  std::vector<cv::Mat> channels(3);
  for (std::size_t c = 0; c < 3; ++c) map.convertTo(channels[c], CV_8U, high[c] - low[c], low[c]);
  cv::Mat picture;
  cv::merge(channels, picture);
  return picture;
}

Colour varied(Colour colour, double spread, Chance& chance) {
  const double lighter = chance.normal(0, spread);
  for (double& value : colour) value = std::clamp(value + lighter + chance.normal(0, spread / 4), 5.0, 250.0);
  return colour;
}

// Grain runs along the board: figures stretched a hundredfold, rings as a wave over them, pores as fine streaks.
cv::Mat wood(cv::Size size, double px_per_mm, Chance& chance) {
  const double mm = px_per_mm;
  const cv::Mat figure = clouds(size, {400 * mm, 45 * mm}, 3, chance);
  const cv::Mat pores = clouds(size, {35 * mm, 0.8 * mm}, 2, chance);
  const double rings = chance.uniform(5, 14);
  cv::Mat board(size, CV_32F);
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x) {
      const double ring = rings * figure.at<float>(y, x);
      const auto late = static_cast<float>(std::pow(ring - std::floor(ring), 2.5));
      board.at<float>(y, x) = std::clamp(0.75F - 0.35F * late - 0.5F * (pores.at<float>(y, x) - 0.5F), 0.0F, 1.0F);
    }
  return board;
}

cv::Mat laminate(cv::Size size, double px_per_mm, Chance& chance) {
  const cv::Mat specks = clouds(size, {1.2 * px_per_mm, 1.2 * px_per_mm}, 2, chance);
  const cv::Mat wide = clouds(size, {90 * px_per_mm, 90 * px_per_mm}, 3, chance);
  return 0.35 + 0.35 * wide + 0.5 * (specks - 0.5);
}

// Threads over and under each other, uneven as yarn is.
cv::Mat cloth(cv::Size size, double px_per_mm, Chance& chance) {
  const double thread = chance.uniform(0.8, 1.6) * px_per_mm, pi = std::acos(-1.0);
  const cv::Mat yarn = clouds(size, {thread * 2, thread * 2}, 2, chance);
  const cv::Mat folds = clouds(size, {120 * px_per_mm, 70 * px_per_mm}, 2, chance);
  cv::Mat woven(size, CV_32F);
  for (int y = 0; y < size.height; ++y) {
    const double v = std::sin(pi * y / thread);
    for (int x = 0; x < size.width; ++x) {
      const double u = std::sin(pi * x / thread);
      woven.at<float>(y, x) = std::clamp(
          static_cast<float>(0.2 + 0.25 * u * v) + 0.4F * yarn.at<float>(y, x) + 0.3F * folds.at<float>(y, x), 0.0F,
          1.0F);
    }
  }
  return woven;
}

}  // namespace

cv::Mat desk(int kind, cv::Size size, double px_per_mm, Chance& chance) {
  // Turned about its middle, so that boards do not run with the picture's rows.
  const int side = static_cast<int>(std::hypot(size.width, size.height)) + 2;
  const cv::Size square(side, side);
  cv::Mat top;
  if (kind == 0)
    top = coloured(wood(square, px_per_mm, chance), varied({120, 84, 50}, 12, chance),
                   varied({214, 172, 122}, 12, chance));
  else if (kind == 1)
    top = coloured(wood(square, px_per_mm, chance), varied({34, 22, 14}, 6, chance), varied({112, 70, 44}, 10, chance));
  else if (kind == 2)
    top = coloured(laminate(square, px_per_mm, chance), varied({150, 148, 142}, 14, chance),
                   varied({222, 220, 214}, 12, chance));
  else if (kind == 3)
    top =
        coloured(laminate(square, px_per_mm, chance), varied({18, 18, 20}, 5, chance), varied({62, 62, 66}, 8, chance));
  else
    top = coloured(cloth(square, px_per_mm, chance), varied({50, 60, 84}, 25, chance),
                   varied({150, 156, 176}, 25, chance));
  const double angle = chance.happens(0.6) ? chance.normal(0, 8) : 90 + chance.normal(0, 8);
  cv::Mat turn = cv::getRotationMatrix2D(cv::Point2d(side, side) / 2, angle, 1), turned;
  turn.at<double>(0, 2) -= (side - size.width) / 2.0;
  turn.at<double>(1, 2) -= (side - size.height) / 2.0;
  cv::warpAffine(top, turned, turn, size, cv::INTER_LINEAR, cv::BORDER_REFLECT);
  return turned;
}

}  // namespace carescan::rehearsal
