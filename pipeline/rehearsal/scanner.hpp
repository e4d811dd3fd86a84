#pragma once

#include <array>
#include <map>
#include <opencv2/core.hpp>
#include <optional>
#include <string>

#include "pipeline/model/form_template.hpp"
#include "pipeline/model/raster.hpp"
#include "pipeline/rehearsal/chance.hpp"

namespace carescan::rehearsal {

enum class Tone { grey, colour, bilevel };

/// A telephone line between the paper and the picture (fax.hpp).
struct FaxLine {
  double rows_per_inch = 196;    ///< 196 (fine) or 98 (standard)
  std::string header{};          ///< what the sender's machine prints along the top; the page number follows
  bool header_above = true;      ///< the header makes the picture longer; else it covers the page's top margin
  double bursts = 0, slips = 0;  ///< spells of noise, and scan lines lost or doubled, a page
};

/// What years in a filing cabinet do to paper (old_paper.hpp).
struct OldPaper {
  std::array<double, 3> colour{255, 255, 255};  ///< red, green, blue of the unprinted sheet
  double yellowing = 0;                         ///< how much darker and browner its edges are, 0..1
  double faded = 0;                             ///< share of darkness that print and ink have lost
  double bleed = 0;                             ///< share of the back's print that shows through
  double lid = 255;                             ///< grey of what shows where there is no paper
  std::vector<double> folds{};                  ///< across, at these shares of the height
  bool fold_down = false;                       ///< and one from top to bottom
  int holes = 0;                                ///< punched in the left edge of the front: 0, 2, 4
  bool stapled = false;
};

/// A camera held over the page by hand (phone.hpp).
struct Phone {
  cv::Size frame{3000, 4000};  ///< px, upright
  double focal = 0.7;          ///< focal length as a share of the frame's diagonal
  double tilt_sd_deg = 7, tilt_max_deg = 20, roll_max_deg = 10;
  std::array<double, 3> light{1, 1, 1};  ///< red, green, blue of the lamp as the camera sees it
  double defocus_px = 0.8;               ///< standard deviation
  double bow_max_mm = 2;                 ///< how high the paper bows at most
  double barrel_max = 0.004;             ///< of the lens: see Lens
  int desk = 0;                          ///< which desk it lies on (desk.hpp)
};

/// How one stack of paper went through a scanner: the same for all pages of a form.
struct Scanner {
  double dpi = 300;
  Tone tone = Tone::grey;
  int jpeg_quality = 85;
  bool second_generation = false;  ///< the paper is itself a photocopy
  double skew_sd_deg = 0.7, skew_max_deg = 3;
  double scale_x = 1, scale_y = 1;  ///< of the delivered picture against the paper
  double offset_sd_mm = 1;
  double stretch_mm = 0.05;              ///< the feeder's local stretch, amplitude
  double blur_mm = 0.06;                 ///< standard deviation of the optics
  double noise = 2;                      ///< standard deviation of grey levels
  double paper = 245;                    ///< grey of the paper, 0..255
  double upside_down = 0, sideways = 0;  ///< share of the pages that are fed so
  std::optional<FaxLine> fax{};
  std::optional<OldPaper> old{};
  std::optional<Phone> phone{};

  double dpi_down() const { return fax ? fax->rows_per_inch : dpi; }  ///< along the columns
};

/// The names of the presets, the most orderly first.
const std::vector<std::string>& scanner_presets();

/// A scanner of one of the presets. Throws Failure "scanner-unknown".
Scanner pick_scanner(const std::string& preset, Chance&);

/// A filled page on its way to the scanner.
struct Sheet {
  cv::Mat front{};                       ///< 8-bit RGB
  FormPage page{};                       ///< how large it is
  std::map<std::string, BoxMm> boxes{};  ///< of its fields, by name
  cv::Mat back{};                        ///< 8-bit RGB, what is printed behind; may be empty
  int page_count = 1;                    ///< of the whole form
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

/// Lays the sheet on the scanner: skew, scale, offset, local stretch, optics, noise, tone; or sends it, ages it, takes
/// a photograph of it. Corners are exactly those of the warp, in square pixels (a fax as if stretched along its coarse
/// side, as intake does it). JPEG loss is left to whoever writes the file.
ScannedPage scan(const Sheet&, const Scanner&, Chance&);

/// The page as if fed turned by 90, 180 or 270 degrees clockwise.
ScannedPage turned_page(const ScannedPage&, int turn_deg);

/// An empty sheet of paper of the size of `page` through the same scanner.
Raster scan_empty_sheet(const FormPage&, const Scanner&, Chance&);

}  // namespace carescan::rehearsal
