#include "tests/bench/peers.hpp"

#include <leptonica/allheaders.h>
#include <sys/resource.h>

#include <cmath>
#include <memory>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "pipeline/imaging/mat.hpp"

namespace carescan::bench {
namespace {

using Json = nlohmann::ordered_json;

/// Grey from which a pixel of the evened picture counts as paper, for both peers.
constexpr double paper_from = 160;

cv::Mat upright(const cv::Mat& grey, int turn_deg) {
  if (turn_deg == 0) return grey;
  cv::Mat out;
  cv::rotate(grey, out,
             turn_deg == 90    ? cv::ROTATE_90_COUNTERCLOCKWISE
             : turn_deg == 180 ? cv::ROTATE_180
                               : cv::ROTATE_90_CLOCKWISE);
  return out;
}

struct PixDestroy {
  void operator()(Pix* pix) const { pixDestroy(&pix); }
};

/// Leptonica's pixFindSkew, with its own defaults, on the binarised page.
std::optional<double> by_leptonica(const cv::Mat& grey) {
  const std::unique_ptr<Pix, PixDestroy> picture(pixCreate(grey.cols, grey.rows, 1));
  for (int y = 0; y < grey.rows; ++y)
    for (int x = 0; x < grey.cols; ++x)
      if (grey.at<std::uint8_t>(y, x) < paper_from) pixSetPixel(picture.get(), x, y, 1);
  l_float32 deg = 0, confidence = 0;
  if (pixFindSkew(picture.get(), &deg, &confidence) != 0) return std::nullopt;
  return -static_cast<double>(deg);  // Leptonica says how far to turn the page back
}

/// Sum of squared differences of neighbouring row sums after a shear of `deg`: sharp where lines lie level.
double sharpness(const std::vector<cv::Point>& dark, int rows, double deg) {
  const double slope = std::tan(deg * CV_PI / 180);
  std::vector<double> profile(static_cast<std::size_t>(3 * rows));
  for (const cv::Point& p : dark) {
    const double row = p.y - slope * p.x + rows;
    if (row >= 0 && row < 3 * rows) ++profile[static_cast<std::size_t>(row)];
  }
  double sum = 0;
  for (std::size_t i = 1; i < profile.size(); ++i) sum += (profile[i] - profile[i - 1]) * (profile[i] - profile[i - 1]);
  return sum;
}

/// The plain textbook projection profile (Postl 1986) on a page of 1,000 px: ±8° in steps of 0.25°, then 0.02° round
/// the best. It is here as a baseline and shares nothing with the product's own.
std::optional<double> by_profile(const cv::Mat& grey) {
  cv::Mat small, paper;
  const double scale = 1000.0 / grey.cols;
  cv::resize(grey, small, {}, scale, scale, cv::INTER_AREA);
  std::vector<cv::Point> dark;
  cv::findNonZero(small < paper_from, dark);
  if (dark.empty()) return std::nullopt;
  double best = 0, most = -1;
  const auto look = [&](double from, double to, double step) {
    for (double deg = from; deg <= to; deg += step)
      if (const double s = sharpness(dark, small.rows, deg); s > most) most = s, best = deg;
  };
  look(-8, 8, 0.25);
  look(best - 0.25, best + 0.25, 0.02);
  return best;
}

double user_ms() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return static_cast<double>(used.ru_utime.tv_sec) * 1e3 + static_cast<double>(used.ru_utime.tv_usec) / 1e3;
}

template <class Method>
Json tried(const cv::Mat& grey, Method method) {
  const double before = user_ms();
  const std::optional<double> deg = method(grey);
  return {{"deg", deg ? Json(*deg) : Json()}, {"cpu_ms", user_ms() - before}};
}

}  // namespace

Json peer_skews(const imaging::Straightened& page, int turn_deg) {
  const cv::Mat grey = upright(imaging::view(page.grey), turn_deg);
  return {{"leptonica", tried(grey, by_leptonica)}, {"profile", tried(grey, by_profile)}};
}

}  // namespace carescan::bench
