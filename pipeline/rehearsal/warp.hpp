#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "pipeline/model/geometry.hpp"

namespace carescan::rehearsal {

/// A fold across the sheet: the little tent along it takes up paper, so that what lies beyond comes nearer.
struct Crease {
  bool across = true;   ///< runs from side to side at y = at_mm; else from top to bottom at x = at_mm
  double at_mm = 0;     ///< where, on the template page
  double kink_mm = 0;   ///< by how much the paper beyond comes nearer
  double slide = 0;     ///< mm of sliding along the crease per mm beyond it: folded a little askew
  double width_mm = 2;  ///< over which the tent rises and falls
};

/// Paper that bows towards a camera: height = bow · (1 + sin) / 2 along one direction. What is nearer is seen further
/// from the camera's foot: exactly the parallax of a pinhole at `foot`, `distance_mm` above the sheet.
struct Curl {
  double bow_mm = 0, length_mm = 1, phase = 0, direction = 0;  ///< direction in radians
  PointMm foot{};
  double distance_mm = 1;
};

/// A lens that does not quite keep straight lines straight: a place at `radius_px` from the middle is seen `barrel` of
/// that further out (less than 0: further in), nearer ones with the cube of their distance.
struct Lens {
  double barrel = 0;
  PointPx middle{};
  double radius_px = 1;
};

/// A feeder's local stretch: a slow wave down the picture as rollers speed up and slow down.
struct Wave {
  double height_px = 0, length_px = 1, phase = 0;
};

/// From where on the picture misses (rows > 0) or repeats (rows < 0) scan lines: a telephone line's doing.
struct Slip {
  double from_px = 0;
  int rows = 0;
};

/// Where the template page lies in a delivered picture, to the last bend: template mm → pixels, and back. The one
/// source of both the painted picture and its truth.
class Warp {
 public:
  /// `view` takes flat paper (template mm) to pixels; row-major 3 × 3.
  explicit Warp(const cv::Matx33d& view = cv::Matx33d::eye());

  std::vector<Crease> creases{};
  Curl curl{};
  Lens lens{};
  Wave wave{};
  std::vector<Slip> slips{};

  PointPx operator()(PointMm) const;
  /// The inverse, to better than 0.001 mm; exact for flat paper and a true lens.
  PointMm back(PointPx) const;

  /// Where each pixel of a picture takes its colour from, in pixel centres of a page picture of that resolution: what
  /// cv::remap asks for. Exact for flat paper and a true lens; else interpolated between every fourth pixel.
  cv::Mat taken_from(cv::Size picture, cv::Point2d page_px_per_mm) const;

 private:
  double rolled(double y) const;    // what the feeder and the line make of a row
  double unrolled(double y) const;  // the inverse
  PointMm bent(PointMm) const;
  PointMm unbent(PointMm) const;
  PointMm on_paper(PointPx) const;
  template <typename Place>
  void interpolate(cv::Mat& map, const Place&) const;
  bool flat() const { return creases.empty() && curl.bow_mm == 0; }
  bool projective() const { return flat() && lens.barrel == 0; }

  cv::Matx33d to_px_, to_mm_;
};

}  // namespace carescan::rehearsal
