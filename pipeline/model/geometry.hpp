#pragma once

#include <array>

namespace carescan {

/// A point in template millimetres: origin at the page's top-left corner as printed, x right, y down.
struct PointMm {
  double x = 0, y = 0;
  bool operator==(const PointMm&) const = default;
};

/// A point in pixels of an image: origin at the top-left corner of the top-left pixel, x right, y down.
struct PointPx {
  double x = 0, y = 0;
  bool operator==(const PointPx&) const = default;
};

/// An upright rectangle in template millimetres; (x, y) is its top-left corner.
struct BoxMm {
  double x = 0, y = 0, width = 0, height = 0;

  double right() const { return x + width; }
  double bottom() const { return y + height; }
  /// The box grown by `mm` on every side (shrunk where negative).
  BoxMm grown(double mm) const { return {x - mm, y - mm, width + 2 * mm, height + 2 * mm}; }
  bool contains(const BoxMm& inner) const {
    return inner.x >= x && inner.y >= y && inner.right() <= right() && inner.bottom() <= bottom();
  }
  bool overlaps(const BoxMm& other) const {
    return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom();
  }
  bool operator==(const BoxMm&) const = default;
};

/// A projective map from template mm to pixels of the source image, row-major 3×3, h[8] = 1.
struct Homography {
  std::array<double, 9> h{1, 0, 0, 0, 1, 0, 0, 0, 1};

  PointPx operator()(PointMm p) const {
    const double w = h[6] * p.x + h[7] * p.y + h[8];
    return {(h[0] * p.x + h[1] * p.y + h[2]) / w, (h[3] * p.x + h[4] * p.y + h[5]) / w};
  }
};

inline constexpr double mm_per_inch = 25.4;

}  // namespace carescan
