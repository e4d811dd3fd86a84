#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "pipeline/imaging/crop.hpp"

/// Painted field crops, as a scanner would deliver them: known ink on a known printing.
namespace carescan::test {

/// How the paper was scanned.
struct Scanner {
  double px_per_mm = 10;  ///< 10 is 254 dpi
  double noise = 2;       ///< deviation of the paper's grey
  bool bilevel = false;
  double shift_mm = 0;  ///< the printing lies off by this, in x and y
  std::uint64_t seed = 7;
};

class Painting {
 public:
  explicit Painting(BoxMm area, Scanner scanner = {}) : area_(area), scanner_(scanner) {
    const cv::Size size(static_cast<int>(area.width * scanner.px_per_mm),
                        static_cast<int>(area.height * scanner.px_per_mm));
    print_ = cv::Mat(size, CV_8U, cv::Scalar(255));
    pen_ = cv::Mat(size, CV_8U, cv::Scalar(255));
  }

  /// The printed frame of a box; its line is 0.3 mm wide.
  Painting& frame(const BoxMm& box) {
    cv::rectangle(print_, at({box.x, box.y}), at({box.right(), box.bottom()}), cv::Scalar(20), width(0.3), cv::LINE_AA);
    return *this;
  }

  /// A printed line of this darkness, 0.2 mm wide.
  Painting& rule(PointMm from, PointMm to, double darkness) {
    cv::line(print_, at(from), at(to), cv::Scalar(255 - darkness), width(0.2), cv::LINE_AA);
    return *this;
  }

  /// A printed word that fills the box, as upright and slanted strokes of 0.35 mm.
  Painting& word(const BoxMm& box) {
    for (double x = box.x + 0.6; x + 0.7 < box.right(); x += 1.4)
      for (const double lean : {0.0, 0.7})
        cv::line(print_, at({x, box.bottom() - 0.8}), at({x + lean, box.y + 0.8}), cv::Scalar(20), width(0.35),
                 cv::LINE_AA);
    return *this;
  }

  /// A pen line; darkness 255 is black ink, 60 light pencil.
  Painting& line(PointMm from, PointMm to, double darkness = 200, double width_mm = 0.35) {
    cv::line(pen_, at(from), at(to), cv::Scalar(255 - darkness), width(width_mm), cv::LINE_AA);
    return *this;
  }

  /// A pen ring that clears the box by `clear_mm`; it begins at the right and is open there by `gap_mm`.
  Painting& ring(const BoxMm& box, double clear_mm = 1, double gap_mm = 0, double darkness = 200) {
    const double a = box.width / 2 + clear_mm, b = box.height / 2 + clear_mm;
    const double from = gap_mm / 2 / b, to = 2 * CV_PI - from;
    const auto on_ring = [&](double angle) {
      return PointMm{box.x + box.width / 2 + a * std::cos(angle), box.y + box.height / 2 + b * std::sin(angle)};
    };
    for (int i = 0; i < 60; ++i)
      line(on_ring(from + (to - from) * i / 60), on_ring(from + (to - from) * (i + 1) / 60), darkness);
    return *this;
  }

  Painting& dot(PointMm centre, double diameter_mm, double darkness = 200) {
    cv::circle(pen_, at(centre), std::max(1, static_cast<int>(diameter_mm / 2 * scanner_.px_per_mm)),
               cv::Scalar(255 - darkness), -1, cv::LINE_AA);
    return *this;
  }

  Painting& fill(const BoxMm& box, double darkness = 200) {
    cv::rectangle(pen_, at({box.x, box.y}), at({box.right(), box.bottom()}), cv::Scalar(255 - darkness), -1);
    return *this;
  }

  Painting& cross(const BoxMm& box, double darkness = 200) {
    line({box.x, box.y}, {box.right(), box.bottom()}, darkness);
    return line({box.right(), box.y}, {box.x, box.bottom()}, darkness);
  }

  /// The crop as the reader gets it. Ink is the scan where the blank (widened by 0.1 mm) is not printed.
  imaging::FieldCrop crop() const {
    cv::Mat scan;
    cv::min(shifted(print_), pen_, scan);
    cv::GaussianBlur(scan, scan, {0, 0}, 0.05 * scanner_.px_per_mm);
    add_noise(scan);
    if (scanner_.bilevel) scan = (scan > 150);
    cv::Mat wide, ink = scan.clone();
    cv::erode(print_, wide, cv::getStructuringElement(cv::MORPH_RECT, {3, 3}));
    ink.setTo(255, wide < 170);
    return {area_, scanner_.px_per_mm, raster(scan), raster(print_), raster(ink)};
  }

 private:
  cv::Point at(PointMm p) const {
    return {static_cast<int>((p.x - area_.x) * scanner_.px_per_mm),
            static_cast<int>((p.y - area_.y) * scanner_.px_per_mm)};
  }
  int width(double mm) const { return std::max(1, static_cast<int>(mm * scanner_.px_per_mm + 0.5)); }

  cv::Mat shifted(const cv::Mat& picture) const {
    const double d = scanner_.shift_mm * scanner_.px_per_mm;
    cv::Mat out;
    cv::warpAffine(picture, out, cv::Matx23d(1, 0, d, 0, 1, d), picture.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT,
                   cv::Scalar(255));
    return out;
  }

  void add_noise(cv::Mat& scan) const {
    cv::RNG rng(scanner_.seed);
    cv::Mat noise(scan.size(), CV_16S), wide;
    rng.fill(noise, cv::RNG::NORMAL, 0, scanner_.noise);
    scan.convertTo(wide, CV_16S);
    wide += noise;
    wide.convertTo(scan, CV_8U);
  }

  static Raster raster(const cv::Mat& picture) {
    Raster out = make_raster(picture.cols, picture.rows);
    for (int y = 0; y < picture.rows; ++y)
      std::copy_n(picture.ptr(y), picture.cols, out.pixels.begin() + static_cast<std::ptrdiff_t>(y) * picture.cols);
    return out;
  }

  BoxMm area_;
  Scanner scanner_;
  cv::Mat print_, pen_;
};

}  // namespace carescan::test
