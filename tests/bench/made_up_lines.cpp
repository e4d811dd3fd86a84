#include "tests/bench/made_up_lines.hpp"

#include <fmt/format.h>

#include <utility>

namespace carescan::bench {
namespace {

using rehearsal::Chance;

constexpr double edge_mm = made_up_edge_mm, room_mm = made_up_width_mm - 2 * edge_mm;

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

void draw(cv::Mat& page, const BoxMm& box, const Style& style) {
  const auto rule = [&](PointMm from, PointMm to) { print_rule(page, from, to, style.grey, style.line_mm); };
  const double base = box.y + 0.82 * box.height;
  if (style.print == Print::box) {
    for (const double y : {box.y, box.bottom()}) rule({box.x, y}, {box.right(), y});
    for (const double x : {box.x, box.right()}) rule({x, box.y}, {x, box.bottom()});
  } else if (style.print == Print::rule) {
    rule({box.x, base}, {box.right(), base});
  } else if (style.print == Print::dots) {
    for (double x = box.x; x < box.right(); x += 1.2) print_ring(page, {x, base}, 0.16, style.grey, 0);
  }
}

/// Prints boxes for the widths, in rows, and returns how many of them found room.
std::size_t print_lines(FormTemplate& form, cv::Mat& page, const std::vector<double>& widths_mm, Chance& chance) {
  std::size_t taken = 0;
  const Style style = pick_style(chance);
  for (double y = 22; y < made_up_height_mm - 20 && taken < widths_mm.size();) {
    const double height = chance.uniform(6.5, 11);
    if (chance.happens(0.7)) {
      y += 4.4;
      print_words(page, {edge_mm, y - 1.2}, room_mm, 2.4, chance);
    }
    for (double x = edge_mm; taken < widths_mm.size();) {
      const double width = widths_mm[taken];
      if (x > edge_mm && x + width > made_up_width_mm - edge_mm) break;
      Field field;
      field.name = fmt::format("line_{}", taken++);
      field.box = {x, y, width, height};
      draw(page, field.box, style);
      form.fields.push_back(std::move(field));
      x += width + chance.uniform(2, 7);
    }
    y += height + chance.uniform(0, 0.6);
  }
  return taken;
}

}  // namespace

MadeUpLines make_up_lines(const std::vector<double>& widths_mm, Chance& chance) {
  std::size_t taken = 0;
  MadeUpPage page = make_up_page("made-up-lines", chance, [&](FormTemplate& form, cv::Mat& paper) {
    taken = print_lines(form, paper, widths_mm, chance);
  });
  return {std::move(page), taken};
}

}  // namespace carescan::bench
