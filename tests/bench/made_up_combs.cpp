#include "tests/bench/made_up_combs.hpp"

#include <fmt/format.h>

#include <opencv2/imgproc.hpp>

#include "pipeline/imaging/mat.hpp"
#include "tests/bench/made_up_page.hpp"

namespace carescan::bench {
namespace {

using rehearsal::Chance;

constexpr double px_per_mm = made_up_px_per_mm;
constexpr double width_mm = 210, height_mm = 297, edge_mm = 12;

/// How the combs of one page are printed.
struct Style {
  double line_mm, grey, gap_mm;  ///< gap between cells: 0 joined
  bool open_top;
};

Style pick_style(Chance& chance) {
  return {.line_mm = chance.uniform(0.12, 0.4),
          .grey = chance.happens(0.6) ? chance.uniform(0, 60) : chance.uniform(60, 170),
          .gap_mm = chance.happens(0.75) ? 0 : chance.uniform(0.4, 1.4),
          .open_top = chance.happens(0.2)};
}

cv::Point at(double x, double y) {
  return {static_cast<int>(std::lround(x * px_per_mm * 16)), static_cast<int>(std::lround(y * px_per_mm * 16))};
}

void draw(cv::Mat& page, const BoxMm& cell, const Style& style) {
  const int width = std::max(1, static_cast<int>(std::lround(style.line_mm * px_per_mm)));
  const auto rule = [&](PointMm a, PointMm b) {
    cv::line(page, at(a.x, a.y), at(b.x, b.y), style.grey, width, cv::LINE_AA, 4);
  };
  const double tooth = style.open_top ? cell.bottom() - cell.height / 3 : cell.y;
  rule({cell.x, tooth}, {cell.x, cell.bottom()});
  rule({cell.right(), tooth}, {cell.right(), cell.bottom()});
  rule({cell.x, cell.bottom()}, {cell.right(), cell.bottom()});
  if (!style.open_top) rule({cell.x, cell.y}, {cell.right(), cell.y});
}

Field comb_at(double x, double y, double width, double height, int count, const Style& style, int number) {
  Field field;
  field.name = fmt::format("comb_{}", number);
  field.alphabet = "letters";
  for (int i = 0; i < count; ++i) field.cells.push_back({x + i * (width + style.gap_mm), y, width, height});
  field.box = {x, y, count * width + (count - 1) * style.gap_mm, height};
  return field;
}

}  // namespace

std::vector<BoxMm> MadeUpCombs::rivals(std::size_t i) const {
  std::vector<BoxMm> out;
  for (std::size_t k = 0; k < form.fields.size(); ++k)
    if (k != i && form.fields[k].box.overlaps(form.fields[i].box.grown(2))) out.push_back(form.fields[k].box);
  return out;
}

MadeUpCombs make_up_combs(Chance& chance) {
  MadeUpCombs out;
  out.form.id = "made-up-combs";
  out.form.pages = {{.number = 1, .width_mm = width_mm, .height_mm = height_mm}};
  cv::Mat page(static_cast<int>(height_mm * px_per_mm), static_cast<int>(width_mm * px_per_mm), CV_8U, cv::Scalar(255));
  print_words(page, {edge_mm, 14}, width_mm - 2 * edge_mm, 5, chance);
  const Style style = pick_style(chance);
  for (double y = 22; y < height_mm - 20;) {
    const double height = chance.uniform(5.8, 9), width = chance.uniform(4.3, std::min(7.0, height));
    print_words(page, {edge_mm, y - 1.2}, width_mm - 2 * edge_mm, 2.4, chance);
    for (double x = edge_mm;;) {
      const int room = static_cast<int>((width_mm - edge_mm - x) / (width + style.gap_mm));
      if (room < 3) break;
      const int count = std::min(room, chance.integer(3, 12));
      out.form.fields.push_back(comb_at(x, y, width, height, count, style, static_cast<int>(out.form.fields.size())));
      for (const BoxMm& cell : out.form.fields.back().cells) draw(page, cell, style);
      x = out.form.fields.back().box.right() + chance.uniform(2.5, 8);
    }
    y += height + 4.4;
  }
  print_words(page, {edge_mm, height_mm - 8}, width_mm - 2 * edge_mm, 2.5, chance);
  out.blank = imaging::to_raster(page);
  return out;
}

}  // namespace carescan::bench
