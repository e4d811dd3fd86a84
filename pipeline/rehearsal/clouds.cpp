#include "pipeline/rehearsal/clouds.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace carescan::rehearsal {
namespace {

cv::Mat one_octave(cv::Size size, cv::Size2d cell, Chance& chance) {
  const cv::Size coarse(static_cast<int>(std::ceil(size.width / cell.width)) + 2,
                        static_cast<int>(std::ceil(size.height / cell.height)) + 2);
  cv::Mat few(coarse, CV_32F), full;
  for (float& value : cv::Mat_<float>(few)) value = static_cast<float>(chance.uniform(0, 1));
  cv::resize(few, full, size, 0, 0, cv::INTER_CUBIC);
  return full;
}

}  // namespace

cv::Mat clouds(cv::Size size, cv::Size2d cell, int octaves, Chance& chance) {
  cv::Mat sum = cv::Mat::zeros(size, CV_32F);
  float share = 1, total = 0;
  for (int i = 0; i < octaves; ++i, share /= 2) {
    const double finer = 1 << i;
    const cv::Size2d own(std::max(1.0, cell.width / finer), std::max(1.0, cell.height / finer));
    cv::scaleAdd(one_octave(size, own, chance), share, sum, sum);
    total += share;
  }
  sum /= total;
  return cv::min(cv::max(sum, 0), 1);
}

void shade(cv::Mat& picture, const cv::Mat& small) {
  cv::Mat full;
  cv::resize(small, full, picture.size(), 0, 0, cv::INTER_LINEAR);
  cv::multiply(picture, full, picture, 1 / 255.0);
}

}  // namespace carescan::rehearsal
