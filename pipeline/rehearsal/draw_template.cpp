#include "pipeline/rehearsal/draw_template.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace carescan::rehearsal {
namespace {

cv::Scalar colour_of(const Field& field) {
  if (field.critical) return {200, 30, 30};
  if (is_mark(field.kind)) return {0, 130, 60};
  if (field.kind == FieldKind::signature || field.kind == FieldKind::initials) return {120, 40, 160};
  return {0, 80, 180};
}

cv::Rect rect_of(const BoxMm& box, double px_per_mm) {
  const auto px = [&](double mm) { return static_cast<int>(mm * px_per_mm + 0.5); };
  return {px(box.x), px(box.y), px(box.width), px(box.height)};
}

void draw_field(cv::Mat& page, const Field& field, double px_per_mm) {
  const cv::Scalar colour = colour_of(field);
  cv::rectangle(page, rect_of(field.box, px_per_mm), colour, 1);
  for (const BoxMm& cell : field.cells) cv::rectangle(page, rect_of(cell, px_per_mm), colour, 1);
  for (const Option& option : field.options) cv::rectangle(page, rect_of(option.box, px_per_mm), colour, 1);
  const cv::Rect at = rect_of(field.box, px_per_mm);
  cv::putText(page, field.name, {at.x + 2, at.y + 9}, cv::FONT_HERSHEY_SIMPLEX, 0.32, colour, 1, cv::LINE_AA);
}

Raster raster_of(const cv::Mat& picture) {
  Raster out = make_raster(picture.cols, picture.rows, picture.channels());
  for (int y = 0; y < picture.rows; ++y)
    std::copy_n(picture.ptr(y), static_cast<std::size_t>(picture.cols) * picture.elemSize(),
                out.pixels.begin() +
                    static_cast<std::ptrdiff_t>(y) * static_cast<std::ptrdiff_t>(picture.cols * picture.channels()));
  return out;
}

cv::Mat view(const Raster& raster) {
  return {raster.height, raster.width, raster.channels == 3 ? CV_8UC3 : CV_8UC1,
          const_cast<std::uint8_t*>(raster.pixels.data())};
}

}  // namespace

std::vector<Raster> draw_template(const FormTemplate& form, const std::vector<Raster>& blanks, double dpi) {
  const double px_per_mm = dpi / mm_per_inch;
  std::vector<Raster> pages;
  for (std::size_t i = 0; i < form.pages.size(); ++i) {
    cv::Mat grey, page;
    cv::resize(view(blanks[i]), grey,
               rect_of({0, 0, form.pages[i].width_mm, form.pages[i].height_mm}, px_per_mm).size(), 0, 0,
               cv::INTER_AREA);
    cv::cvtColor(grey, page, cv::COLOR_GRAY2RGB);
    for (const Field& field : form.fields)
      if (field.page == form.pages[i].number) draw_field(page, field, px_per_mm);
    pages.push_back(raster_of(page));
  }
  return pages;
}

Raster side_by_side(const std::vector<Raster>& pages) {
  std::vector<cv::Mat> views;
  int height = 0;
  for (const Raster& page : pages) height = std::max(height, page.height);
  for (const Raster& page : pages) {
    cv::Mat padded;
    cv::copyMakeBorder(view(page), padded, 0, height - page.height, 0, 0, cv::BORDER_CONSTANT, cv::Scalar::all(255));
    views.push_back(padded);
  }
  cv::Mat all;
  cv::hconcat(views, all);
  return raster_of(all);
}

}  // namespace carescan::rehearsal
