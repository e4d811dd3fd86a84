#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "pipeline/imaging/print.hpp"
#include "pipeline/imaging/register.hpp"
#include "pipeline/model/page_image.hpp"

/// Made-up paper for the imaging tests: printed forms drawn with OpenCV, and scans of them whose true geometry is
/// known.
namespace paper {

/// A printed form page, 300 dpi A4.
struct Form {
  cv::Mat blank;  ///< grey
  carescan::FormPage page;
  std::vector<carescan::Field> fields;
  carescan::imaging::PagePrint print() const;
};

/// A form page of headings, text lines, combs and checkboxes; another one for each seed.
Form draw_form(std::uint64_t seed);

/// What the paper and the scanner do to a page.
struct Scanner {
  double dpi = 300;
  double skew_deg = 0;  ///< clockwise
  double scale_x = 1, scale_y = 1;
  double shift_x_mm = 0, shift_y_mm = 0;
  double stretch_mm = 0;  ///< amplitude of a feeder's slow wave along the page
  double keystone = 0;    ///< perspective: relative change of scale over the page
  double curl_mm = 0;     ///< how far the top right corner is bent in
  int quarter_turns = 0;  ///< clockwise
  double shadow = 0;      ///< 0..1, darkening towards one side
  double noise = 4;       ///< standard deviation in grey levels
  double blur_px = 0.7;
  double darkness = 1;   ///< of the printing: 0.5 is faded
  int bolder_px = 0;     ///< printing grows by this radius, as a copier makes it
  double margin_mm = 0;  ///< desk around the sheet
  int ink_strokes = 0;   ///< handwriting-like strokes in the fields
  std::uint64_t seed = 1;
};

struct Scan {
  carescan::PageImage image;
  Scanner scanner;
  double width_mm = 210, height_mm = 297;
  /// Where a place of the print truly lies in the image.
  carescan::PointPx truth(carescan::PointMm) const;
};
Scan scan(const Form&, const Scanner&);

/// Distance in mm of print between truth and registration.
double error_mm(const Scan&, const carescan::imaging::Registration&, const carescan::imaging::PagePrint&,
                carescan::PointMm);
/// The worst of the four page corners.
double corner_error_mm(const Scan&, const carescan::imaging::Registration&, const carescan::imaging::PagePrint&);
/// The worst corner of all field boxes.
double field_error_mm(const Scan&, const carescan::imaging::Registration&, const carescan::imaging::PagePrint&,
                      const std::vector<carescan::Field>&);

/// A sheet of noise paper, white within the scanner's means.
carescan::PageImage empty_sheet(double dpi, std::uint64_t seed);

}  // namespace paper
