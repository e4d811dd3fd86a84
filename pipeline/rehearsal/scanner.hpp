#pragma once

#include <array>
#include <map>
#include <opencv2/core.hpp>
#include <string>

#include "pipeline/model/form_template.hpp"
#include "pipeline/model/raster.hpp"
#include "pipeline/rehearsal/chance.hpp"

namespace carescan::rehearsal {

enum class Tone { grey, colour, bilevel };

/// How one stack of paper went through a scanner: the same for all pages of a form.
struct Scanner {
  double dpi = 300;
  Tone tone = Tone::grey;
  int jpeg_quality = 85;
  bool second_generation = false;  ///< the paper is itself a photocopy
  double skew_sd_deg = 0.7, skew_max_deg = 3;
  double scale_x = 1, scale_y = 1;  ///< of the delivered picture against the paper
  double offset_sd_mm = 1;
  double stretch_mm = 0.05;  ///< the feeder's local stretch, amplitude
  double blur_mm = 0.06;     ///< standard deviation of the optics
  double noise = 2;          ///< standard deviation of grey levels
  double paper = 245;        ///< grey of the paper, 0..255
};

/// A scanner of the preset `clean`, `office` or `copier`. Throws Failure "scanner-unknown".
Scanner pick_scanner(const std::string& preset, Chance&);

/// A filled page on its way to the scanner.
struct Sheet {
  cv::Mat front{};                       ///< 8-bit RGB
  FormPage page{};                       ///< how large it is
  std::map<std::string, BoxMm> boxes{};  ///< of its fields, by name
};

/// The corners of an upright box as they lie in a picture: top-left, then clockwise.
using CornersPx = std::array<PointPx, 4>;

/// One page as delivered, and where it lies in the picture.
struct ScannedPage {
  Raster raster;
  CornersPx corners_px{};                        ///< of the template page
  std::map<std::string, CornersPx> fields_px{};  ///< of every field's box
  double skew_deg = 0;                           ///< clockwise
  int turn_deg = 0;                              ///< 0, 90, 180, 270, clockwise
  double width_mm = 210, height_mm = 297;        ///< of the template page
};

/// Lays the sheet on the scanner: skew, scale, offset, local stretch, optics, noise, tone. Corners are exactly those of
/// the warp. JPEG loss is left to whoever writes the file.
ScannedPage scan(const Sheet&, const Scanner&, Chance&);

/// The page as if fed turned by 90, 180 or 270 degrees clockwise.
ScannedPage turned_page(const ScannedPage&, int turn_deg);

/// An empty sheet of paper of the size of `page` through the same scanner.
Raster scan_empty_sheet(const FormPage&, const Scanner&, Chance&);

}  // namespace carescan::rehearsal
