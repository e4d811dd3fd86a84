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

void draw_boxes(cv::Mat& page, const Field& field, double px_per_mm) {
  const cv::Scalar colour = colour_of(field);
  cv::rectangle(page, rect_of(field.box, px_per_mm), colour, 1);
  for (const BoxMm& cell : field.cells) cv::rectangle(page, rect_of(cell, px_per_mm), colour, 1);
  for (const Option& option : field.options) cv::rectangle(page, rect_of(option.box, px_per_mm), colour, 1);
}

/// Where a name may lie: in the empty top of a writing area; but above or below boxes to mark, which have their labels
/// beside them and often a question above.
std::vector<cv::Point> places_of(const Field& field, cv::Size name, double px_per_mm) {
  const cv::Rect hull = rect_of(field.box, px_per_mm);
  if (!is_mark(field.kind)) return {{hull.x + 2, hull.y + name.height + 2}};
  const cv::Rect first = field.options.empty() ? hull : rect_of(field.options.front().box, px_per_mm);
  return {{first.x, first.y - 3}, {first.x, hull.br().y + name.height + 2}};
}

/// The place with the least printing under it; the first of equals.
cv::Rect clearest(const cv::Mat& blank, const std::vector<cv::Point>& places, cv::Size name) {
  cv::Rect best;
  double lightest = -1;
  for (const cv::Point& at : places) {
    const int x = std::max(0, std::min(at.x, blank.cols - name.width - 2));
    const cv::Rect ground =
        cv::Rect{x, at.y - name.height, name.width + 2, name.height + 2} & cv::Rect{0, 0, blank.cols, blank.rows};
    const double light = ground.empty() ? -1 : cv::mean(blank(ground))[0];
    if (light > lightest) lightest = light, best = ground;
  }
  return best;
}

void draw_name(cv::Mat& page, const cv::Mat& blank, const Field& field, double px_per_mm) {
  constexpr int font = cv::FONT_HERSHEY_SIMPLEX;
  const double scale = px_per_mm * 0.08;
  int below = 0;
  const cv::Size size = cv::getTextSize(field.name, font, scale, 1, &below);
  const cv::Rect ground = clearest(blank, places_of(field, size, px_per_mm), size);
  cv::rectangle(page, ground, cv::Scalar::all(255), cv::FILLED);
  cv::putText(page, field.name, {ground.x, ground.br().y - 2}, font, scale, colour_of(field), 1, cv::LINE_AA);
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
      if (field.page == form.pages[i].number) draw_boxes(page, field, px_per_mm);
    // Names last: no later field's box crosses them.
    for (const Field& field : form.fields)
      if (field.page == form.pages[i].number) draw_name(page, grey, field, px_per_mm);
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
