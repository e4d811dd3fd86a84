#include "pipeline/imaging/print.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "pipeline/imaging/background.hpp"
#include "pipeline/imaging/codes.hpp"
#include "pipeline/imaging/crop.hpp"
#include "pipeline/imaging/mat.hpp"
#include "pipeline/imaging/patches.hpp"
#include "pipeline/imaging/print_impl.hpp"
#include "pipeline/imaging/sampling.hpp"

namespace carescan::imaging {
namespace {

/// A frame belongs to the printing: this much of a box's rim is left to it.
constexpr double frame_mm = 0.6;
constexpr int most_features = 900;

cv::Mat resized(const cv::Mat& grey, const FormPage& page, double px_per_mm) {
  const double fx = page.width_mm * px_per_mm / grey.cols, fy = page.height_mm * px_per_mm / grey.rows;
  cv::Mat out;
  cv::resize(grey, out, {}, fx, fy, fx < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
  return out;
}

void add_inner(const BoxMm& box, std::vector<BoxMm>& areas) {
  const BoxMm inner = box.grown(-std::min({frame_mm, box.width / 4, box.height / 4}));
  if (inner.width > 0 && inner.height > 0) areas.push_back(inner);
}

/// Where people write: cells one by one, so that the walls between them stay printing; else options, else the box.
std::vector<BoxMm> writing_areas(const std::vector<Field>& fields, int page) {
  std::vector<BoxMm> areas;
  for (const Field& field : fields) {
    if (field.page != page) continue;
    for (const BoxMm& cell : field.cells) add_inner(cell, areas);
    for (const Option& option : field.options) add_inner(option.box, areas);
    if (field.cells.empty() && field.options.empty()) add_inner(field.box, areas);
  }
  return areas;
}

void paint(cv::Mat& picture, const std::vector<BoxMm>& areas, double px_per_mm, int value) {
  for (const BoxMm& a : areas)
    cv::rectangle(picture, cv::Point(cvRound(a.x * px_per_mm), cvRound(a.y * px_per_mm)),
                  cv::Point(cvRound(a.right() * px_per_mm) - 1, cvRound(a.bottom() * px_per_mm) - 1), value,
                  cv::FILLED);
}

cv::Mat grey_of(const Raster& raster) {
  const cv::Mat source = view(raster);
  if (source.channels() == 1) return source;
  cv::Mat grey;
  cv::cvtColor(source, grey, cv::COLOR_RGB2GRAY);
  return grey;
}

/// The upright box round the page's own code in a picture of the blank.
std::optional<BoxMm> box_of_code(const Raster& blank, const FormPage& page) {
  const double mm_per_px_x = page.width_mm / blank.width, mm_per_px_y = page.height_mm / blank.height;
  for (const PrintedCode& code : find_codes(blank)) {
    if (code.text != page.code) continue;
    const auto [left, right] = std::minmax_element(code.corners_px.begin(), code.corners_px.end(),
                                                   [](PointPx a, PointPx b) { return a.x < b.x; });
    const auto [top, bottom] = std::minmax_element(code.corners_px.begin(), code.corners_px.end(),
                                                   [](PointPx a, PointPx b) { return a.y < b.y; });
    return BoxMm{left->x * mm_per_px_x, top->y * mm_per_px_y, (right->x - left->x) * mm_per_px_x,
                 (bottom->y - top->y) * mm_per_px_y};
  }
  return std::nullopt;
}

/// Looked for in the small picture first, where it is found in a quarter of the time if its modules are large enough.
std::optional<BoxMm> box_of_code(const cv::Mat& coarse, const Raster& blank, const FormPage& page) {
  if (page.code.empty()) return std::nullopt;
  const auto box = box_of_code(to_raster(coarse), page);
  return box ? box : box_of_code(to_raster(grey_of(blank)), page);
}

}  // namespace

double PagePrint::width_mm() const {
  return impl_->width_mm;
}
double PagePrint::height_mm() const {
  return impl_->height_mm;
}
Raster PagePrint::blank() const {
  return to_raster(impl_->blank);
}
double PagePrint::px_per_mm() const {
  return print_px_per_mm;
}
const std::optional<BoxMm>& PagePrint::code_box() const {
  return impl_->code_box;
}
int PagePrint::feature_count() const {
  return static_cast<int>(impl_->features.points.size());
}

PagePrint prepare_print(const Raster& blank, const FormPage& page, const std::vector<Field>& fields) {
  auto impl = std::make_shared<PagePrint::Impl>();
  impl->width_mm = page.width_mm;
  impl->height_mm = page.height_mm;
  impl->writing = writing_areas(fields, page.number);
  impl->blank = even_background(resized(grey_of(blank), page, print_px_per_mm), print_px_per_mm);
  cv::resize(impl->blank, impl->coarse, {}, feature_px_per_mm / print_px_per_mm, feature_px_per_mm / print_px_per_mm,
             cv::INTER_AREA);
  impl->code_box = box_of_code(impl->coarse, blank, page);
  cv::Mat mask(impl->coarse.size(), CV_8U, cv::Scalar(255));
  paint(mask, impl->writing, feature_px_per_mm, 0);
  impl->features = find_features(impl->coarse, mask, most_features);
  cv::Mat printing = impl->coarse.clone();
  paint(printing, impl->writing, feature_px_per_mm, 255);
  impl->patches = choose_patches(printing, feature_px_per_mm);
  impl->sheet = sample_blank(PagePrint(impl), {0, 0, impl->width_mm, impl->height_mm}, sheet_dpi / mm_per_inch);
  return PagePrint(std::move(impl));
}

}  // namespace carescan::imaging
