#pragma once

#include <functional>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/imaging/crop.hpp"
#include "pipeline/model/form_template.hpp"
#include "pipeline/model/raster.hpp"
#include "pipeline/rehearsal/chance.hpp"

namespace carescan::bench {

/// Made-up pages are A4, with a margin that nothing is printed in.
inline constexpr double made_up_width_mm = 210, made_up_height_mm = 297, made_up_edge_mm = 12;
/// Resolution at which they are printed.
inline constexpr double made_up_px_per_mm = 300 / mm_per_inch;

/// A form of one page that nobody ever saw.
struct MadeUpPage {
  FormTemplate form;
  Raster blank;  ///< grey, 300 dpi

  /// The other fields' boxes that a stroke near field `i` may belong to.
  std::vector<BoxMm> rivals(std::size_t i) const;
};

/// A page with words at its head and foot; `print` puts fields into the form and what belongs to them on the page,
/// 8-bit grey, between 22 mm and about 20 mm from the lower edge.
MadeUpPage make_up_page(const std::string& id, rehearsal::Chance&,
                        const std::function<void(FormTemplate&, cv::Mat&)>& print);

/// Made-up words of letters `size_mm` high on a baseline (mm): enough of them to find a page by.
void print_words(cv::Mat& page, PointMm baseline, double room_mm, double size_mm, rehearsal::Chance&);

/// A straight line, a frame or a ring of this grey (0 black) and stroke, at least a px wide; a ring of no stroke is
/// filled.
void print_rule(cv::Mat& page, PointMm from, PointMm to, double grey, double stroke_mm);
void print_frame(cv::Mat& page, const BoxMm&, double grey, double stroke_mm);
void print_ring(cv::Mat& page, PointMm centre, double radius_mm, double grey, double stroke_mm);

/// The blank as a person fills it in, 8-bit RGB, and its resolution, across and down.
cv::Mat fresh_sheet(const MadeUpPage&);
cv::Point2d px_per_mm(const cv::Mat& sheet, const MadeUpPage&);

/// A filled sheet (8-bit RGB), delivered by a scanner of the preset, JPEG loss included, and found again on its blank;
/// nothing, and a line on standard error, where it is not.
std::optional<imaging::RegisteredPage> scanned(const cv::Mat& sheet, const MadeUpPage&, const std::string& preset,
                                               rehearsal::Chance&);

}  // namespace carescan::bench
