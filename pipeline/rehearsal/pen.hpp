#pragma once

#include <array>
#include <opencv2/core.hpp>

#include "pipeline/rehearsal/chance.hpp"
#include "pipeline/rehearsal/ink.hpp"

namespace carescan::rehearsal {

/// What a person writes with.
struct Pen {
  double width_mm = 0.45;
  std::array<double, 3> colour{30, 30, 40};  ///< red, green, blue of full ink on white, 0..255
  double darkness = 0.95;                    ///< 1: covers wholly
  double streaks = 0.1;                      ///< how unevenly it gives ink, 0..1
};

/// A ball pen mostly (black or blue), now and then a felt pen or a soft pencil.
Pen pick_pen(Chance&);

/// Black print from a machine.
Pen typed_pen();

/// Paints ink given in template mm onto a page (8-bit RGB). `px_per_mm` is horizontal and vertical resolution;
/// `thicken_mm` is added round filled outlines. Ink darkens what is there, as on paper: printing shows through.
void paint(cv::Mat& page, const Ink&, const Pen&, cv::Point2d px_per_mm, double thicken_mm, Chance&);

}  // namespace carescan::rehearsal
