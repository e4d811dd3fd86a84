#include "tests/bench/made_up_lines.hpp"

#include <fmt/format.h>

#include <opencv2/imgproc.hpp>

#include "pipeline/imaging/mat.hpp"
#include "tests/bench/made_up_page.hpp"

namespace carescan::bench {
namespace {

using rehearsal::Chance;

constexpr double px_per_mm = made_up_px_per_mm;
constexpr double width_mm = 210, height_mm = 297, edge_mm = 12;

enum class Print { box, rule, dots, nothing };

/// How the rows of one page are printed.
struct Style {
  Print print;
  double line_mm, grey;
};

Style pick_style(Chance& chance) {
  const double kind = chance.uniform(0, 1);
  return {.print = kind < 0.45   ? Print::box
                   : kind < 0.8  ? Print::rule
                   : kind < 0.93 ? Print::dots
                                 : Print::nothing,
          .line_mm = chance.uniform(0.12, 0.4),
          .grey = chance.happens(0.6) ? chance.uniform(0, 60) : chance.uniform(60, 170)};
}

cv::Point at(double x, double y) {
  return {static_cast<int>(std::lround(x * px_per_mm * 16)), static_cast<int>(std::lround(y * px_per_mm * 16))};
}

void draw(cv::Mat& page, const BoxMm& box, const Style& style) {
  const int width = std::max(1, static_cast<int>(std::lround(style.line_mm * px_per_mm)));
  const auto rule = [&](double ax, double ay, double bx, double by) {
    cv::line(page, at(ax, ay), at(bx, by), style.grey, width, cv::LINE_AA, 4);
  };
  const double base = box.y + 0.82 * box.height;
  if (style.print == Print::box) {
    for (const double y : {box.y, box.bottom()}) rule(box.x, y, box.right(), y);
    for (const double x : {box.x, box.right()}) rule(x, box.y, x, box.bottom());
  } else if (style.print == Print::rule) {
    rule(box.x, base, box.right(), base);
  } else if (style.print == Print::dots) {
    for (double x = box.x; x < box.right(); x += 1.2)
      cv::circle(page, at(x, base), static_cast<int>(px_per_mm * 16 * 0.16), style.grey, cv::FILLED, cv::LINE_AA, 4);
  }
}

}  // namespace

std::vector<BoxMm> MadeUpLines::rivals(std::size_t i) const {
  std::vector<BoxMm> out;
  for (std::size_t k = 0; k < form.fields.size(); ++k)
    if (k != i && form.fields[k].box.overlaps(form.fields[i].box.grown(2))) out.push_back(form.fields[k].box);
  return out;
}

MadeUpLines make_up_lines(const std::vector<double>& widths_mm, Chance& chance) {
  MadeUpLines out{};
  out.form.id = "made-up-lines";
  out.form.pages = {{.number = 1, .width_mm = width_mm, .height_mm = height_mm}};
  cv::Mat page(static_cast<int>(height_mm * px_per_mm), static_cast<int>(width_mm * px_per_mm), CV_8U, cv::Scalar(255));
  print_words(page, {edge_mm, 14}, width_mm - 2 * edge_mm, 5, chance);
  const Style style = pick_style(chance);
  for (double y = 22; y < height_mm - 20 && out.taken < widths_mm.size();) {
    const double height = chance.uniform(6.5, 11);
    const bool labelled = chance.happens(0.7);
    if (labelled) print_words(page, {edge_mm, y - 1.2}, width_mm - 2 * edge_mm, 2.4, chance);
    for (double x = edge_mm; out.taken < widths_mm.size();) {
      const double width = widths_mm[out.taken];
      if (x > edge_mm && x + width > width_mm - edge_mm) break;
      Field field;
      field.name = fmt::format("line_{}", out.taken++);
      field.box = {x, y, width, height};
      draw(page, field.box, style);
      out.form.fields.push_back(std::move(field));
      x += width + chance.uniform(2, 7);
    }
    y += height + (labelled ? 4.4 : chance.uniform(0, 0.6));
  }
  print_words(page, {edge_mm, height_mm - 8}, width_mm - 2 * edge_mm, 2.5, chance);
  out.blank = imaging::to_raster(page);
  return out;
}

}  // namespace carescan::bench
