#include "pipeline/imaging/likeness.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <opencv2/core/hal/intrin.hpp>
#include <vector>

namespace carescan::imaging {
namespace {

/// A grey picture as 16-bit numbers, rows padded with zeros to whole vectors: what the processor multiplies in pairs.
struct Wide {
  static constexpr int step = 8;
  int cols = 0, rows = 0, stride = 0;
  std::vector<std::int16_t> pixels;

  /// `slack`: columns of zeros to the right, so that vectors may read over the end.
  explicit Wide(const cv::Mat& grey, int slack)
      : cols(grey.cols), rows(grey.rows), stride((cols + slack + step - 1) / step * step) {
    pixels.resize(static_cast<std::size_t>(stride) * static_cast<std::size_t>(rows));
    for (int y = 0; y < rows; ++y) std::copy_n(grey.ptr(y), cols, &pixels[at(0, y)]);
  }
  std::size_t at(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(stride) + static_cast<std::size_t>(x);
  }
};

/// Sums of pixels and of their squares over any rectangle (summed-area tables: Crow 1984).
class Sums {
 public:
  explicit Sums(const cv::Mat& grey) : stride_(static_cast<std::size_t>(grey.cols) + 1) {
    table_.resize(stride_ * (static_cast<std::size_t>(grey.rows) + 1));
    for (int y = 0; y < grey.rows; ++y) {
      Pair row;
      for (int x = 0; x < grey.cols; ++x) {
        const std::int64_t p = grey.at<uchar>(y, x);
        row = {row.one + p, row.two + p * p};
        const Pair& above = table_[index(x + 1, y)];
        table_[index(x + 1, y + 1)] = {above.one + row.one, above.two + row.two};
      }
    }
  }
  struct Pair {
    std::int64_t one = 0, two = 0;
  };
  Pair over(int x, int y, int width, int height) const {
    const Pair &a = table_[index(x, y)], &b = table_[index(x + width, y)], &c = table_[index(x, y + height)],
               &d = table_[index(x + width, y + height)];
    return {d.one - b.one - c.one + a.one, d.two - b.two - c.two + a.two};
  }

 private:
  std::size_t index(int x, int y) const { return static_cast<std::size_t>(y) * stride_ + static_cast<std::size_t>(x); }
  std::size_t stride_;
  std::vector<Pair> table_;
};

std::int64_t product(const Wide& seen, int x, int y, const Wide& patch) {
  cv::v_int32x4 sum = cv::v_setzero_s32();
  for (int row = 0; row < patch.rows; ++row) {
    const std::int16_t *a = &seen.pixels[seen.at(x, y + row)], *b = &patch.pixels[patch.at(0, row)];
    for (int i = 0; i < patch.stride; i += Wide::step) sum = cv::v_dotprod(cv::v_load(a + i), cv::v_load(b + i), sum);
  }
  return cv::v_reduce_sum(sum);
}

double normalised(std::int64_t ab, Sums::Pair a, Sums::Pair b, std::int64_t n) {
  const std::int64_t spread_a = n * a.two - a.one * a.one, spread_b = n * b.two - b.one * b.one;
  if (spread_a <= 0 || spread_b <= 0) return 0;
  return static_cast<double>(n * ab - a.one * b.one) /
         std::sqrt(static_cast<double>(spread_a) * static_cast<double>(spread_b));
}

/// Likenesses of a patch at every place of a picture, worked out when asked for.
class Likenesses {
 public:
  Likenesses(const cv::Mat& seen, const cv::Mat& patch)
      : columns_(seen.cols - patch.cols + 1),
        rows_(seen.rows - patch.rows + 1),
        seen_(seen, Wide::step),
        patch_(patch, 0),
        sums_(seen),
        patch_sums_(Sums(patch).over(0, 0, patch.cols, patch.rows)),
        known_(static_cast<std::size_t>(columns_ * rows_), unknown) {}

  int columns() const { return columns_; }
  int rows() const { return rows_; }
  double at(int x, int y) {
    double& known = known_[static_cast<std::size_t>(y * columns_ + x)];
    if (known == unknown)
      known = normalised(product(seen_, x, y, patch_), sums_.over(x, y, patch_.cols, patch_.rows), patch_sums_,
                         static_cast<std::int64_t>(patch_.cols) * patch_.rows);
    return known;
  }
  /// The best place within `reach` of one; the first of equals.
  cv::Point best_around(cv::Point middle, int reach) {
    cv::Point best = middle;
    for (int y = std::max(0, middle.y - reach); y <= std::min(rows_ - 1, middle.y + reach); ++y)
      for (int x = std::max(0, middle.x - reach); x <= std::min(columns_ - 1, middle.x + reach); ++x)
        if (at(x, y) > at(best.x, best.y)) best = {x, y};
    return best;
  }

 private:
  static constexpr double unknown = -2;
  int columns_, rows_;
  Wide seen_, patch_;
  Sums sums_;
  Sums::Pair patch_sums_;
  std::vector<double> known_;
};

cv::Mat halved(const cv::Mat& grey) {
  cv::Mat half(grey.rows / 2, grey.cols / 2, CV_8U);
  for (int y = 0; y < half.rows; ++y) {
    const uchar *a = grey.ptr(2 * y), *b = grey.ptr(2 * y + 1);
    uchar* to = half.ptr(y);
    for (int x = 0; x < half.cols; ++x)
      to[x] = static_cast<uchar>((a[2 * x] + a[2 * x + 1] + b[2 * x] + b[2 * x + 1] + 2) >> 2);
  }
  return half;
}

}  // namespace

double vertex(double before, double at, double after) {
  const double curve = before - 2 * at + after;
  return curve < 0 ? std::clamp((before - after) / (2 * curve), -0.5, 0.5) : 0;
}

Peak find_patch(const cv::Mat& seen, const cv::Mat& patch) {
  CV_Assert(seen.type() == CV_8U && patch.type() == CV_8U && patch.cols % 2 == 0 && patch.rows % 2 == 0);
  CV_Assert(seen.cols >= patch.cols && seen.rows >= patch.rows);
  Likenesses coarse(halved(seen), halved(patch)), fine(seen, patch);
  const cv::Point start = coarse.best_around({0, 0}, std::max(coarse.columns(), coarse.rows()));
  cv::Point at =
      fine.best_around({std::min(2 * start.x, fine.columns() - 1), std::min(2 * start.y, fine.rows() - 1)}, 2);
  for (cv::Point next = fine.best_around(at, 1); next != at; next = fine.best_around(at, 1)) at = next;
  Peak peak{fine.at(at.x, at.y), static_cast<double>(at.x), static_cast<double>(at.y), false};
  peak.inside = at.x > 0 && at.y > 0 && at.x + 1 < fine.columns() && at.y + 1 < fine.rows();
  if (!peak.inside) return peak;
  peak.x += vertex(fine.at(at.x - 1, at.y), peak.alike, fine.at(at.x + 1, at.y));
  peak.y += vertex(fine.at(at.x, at.y - 1), peak.alike, fine.at(at.x, at.y + 1));
  return peak;
}

double likeness(const cv::Mat& a, const cv::Mat& b) {
  CV_Assert(a.type() == CV_8U && b.type() == CV_8U && a.size() == b.size());
  return Likenesses(a, b).at(0, 0);
}

}  // namespace carescan::imaging
