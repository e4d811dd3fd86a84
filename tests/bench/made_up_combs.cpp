#include "tests/bench/made_up_combs.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace carescan::bench {
namespace {

using rehearsal::Chance;

constexpr double edge_mm = made_up_edge_mm, room_mm = made_up_width_mm - 2 * edge_mm;

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

void draw(cv::Mat& page, const BoxMm& cell, const Style& style) {
  const auto rule = [&](PointMm from, PointMm to) { print_rule(page, from, to, style.grey, style.line_mm); };
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

void print_combs(FormTemplate& form, cv::Mat& page, Chance& chance) {
  const Style style = pick_style(chance);
  for (double y = 22; y < made_up_height_mm - 20;) {
    const double height = chance.uniform(5.8, 9), width = chance.uniform(4.3, std::min(7.0, height));
    print_words(page, {edge_mm, y - 1.2}, room_mm, 2.4, chance);
    for (double x = edge_mm;;) {
      const int room = static_cast<int>((made_up_width_mm - edge_mm - x) / (width + style.gap_mm));
      if (room < 3) break;
      const int count = std::min(room, chance.integer(3, 12));
      form.fields.push_back(comb_at(x, y, width, height, count, style, static_cast<int>(form.fields.size())));
      for (const BoxMm& cell : form.fields.back().cells) draw(page, cell, style);
      x = form.fields.back().box.right() + chance.uniform(2.5, 8);
    }
    y += height + 4.4;
  }
}

}  // namespace

MadeUpPage make_up_combs(Chance& chance) {
  return make_up_page("made-up-combs", chance,
                      [&](FormTemplate& form, cv::Mat& page) { print_combs(form, page, chance); });
}

}  // namespace carescan::bench
