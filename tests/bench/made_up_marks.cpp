#include "tests/bench/made_up_marks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace carescan::bench {
namespace {

using rehearsal::Chance;

constexpr double width_mm = made_up_width_mm, height_mm = made_up_height_mm, edge_mm = made_up_edge_mm;

/// How one block of boxes is printed.
struct Style {
  double side_mm, width_mm, line_mm, grey;
  bool round, lettered;  ///< lettered: a pale letter stands in the bubble
};

Style pick_style(Chance& chance) {
  const bool round = chance.happens(0.25);
  const double side = chance.uniform(2.5, 6);
  return {.side_mm = side,
          .width_mm = round || chance.happens(0.6) ? side : side * chance.uniform(0.8, 1.8),
          .line_mm = chance.uniform(0.12, 0.45),
          .grey = chance.happens(0.7) ? chance.uniform(0, 60) : chance.uniform(60, 150),
          .round = round,
          .lettered = round && chance.happens(0.5)};
}

void draw(cv::Mat& page, const BoxMm& box, const Style& style, Chance& chance) {
  if (style.round)
    print_ring(page, {box.x + box.width / 2, box.y + box.height / 2}, box.width / 2, style.grey, style.line_mm);
  else
    print_frame(page, box, style.grey, style.line_mm);
  if (!style.lettered) return;
  const std::string letter(1, static_cast<char>(chance.integer('A', 'E')));
  cv::putText(page, letter,
              {static_cast<int>((box.x + 0.3 * box.width) * made_up_px_per_mm),
               static_cast<int>((box.y + 0.72 * box.height) * made_up_px_per_mm)},
              cv::FONT_HERSHEY_SIMPLEX, 0.5 * box.height * made_up_px_per_mm / 22, style.grey + 60, 2, cv::LINE_AA);
}

/// Lays blocks out from the top of the page to its foot.
class Layout {
 public:
  Layout(FormTemplate& form, cv::Mat& page, Chance& chance) : form_(form), page_(page), chance_(chance) {}

  void fill() {
    while (y_ < height_mm - 26) {
      const double kind = chance_.uniform(0, 1);
      if (kind < 0.35)
        labelled();
      else if (kind < 0.75)
        grid();
      else
        writing_line();
    }
  }

 private:
  /// Rows of boxes with words to their right.
  void labelled() {
    const Style style = pick_style(chance_);
    const double pitch = style.side_mm + chance_.uniform(1, 4), column = chance_.uniform(20, 60);
    for (int row = chance_.integer(1, 4); row > 0 && y_ < height_mm - 24; --row, y_ += pitch)
      for (double x = edge_mm; x + column < width_mm - edge_mm; x += column) {
        box({x, y_, style.width_mm, style.side_mm}, style);
        print_words(page_, {x + style.width_mm + 1.5, y_ + 0.75 * style.side_mm}, column - style.width_mm - 14, 2.4,
                    chance_);
      }
    y_ += 3;
  }

  /// Boxes near each other or touching: pairs, scales, answer sheets.
  void grid() {
    const Style style = pick_style(chance_);
    const double gap = chance_.happens(0.2) ? 0 : chance_.uniform(0.6, 3.5);
    const double pitch = style.width_mm + gap;
    const int columns = chance_.integer(2, 11), rows = chance_.integer(1, 4);
    const int blocks = std::max(1, static_cast<int>((width_mm - 2 * edge_mm) / (columns * pitch + 14)));
    for (int row = 0; row < rows && y_ < height_mm - 24; ++row, y_ += style.side_mm + gap)
      for (int block = 0; block < blocks; ++block)
        for (int column = 0; column < columns; ++column)
          box({edge_mm + block * (columns * pitch + 14) + column * pitch, y_, style.width_mm, style.side_mm}, style);
    print_words(page_, {edge_mm, y_ + 3}, width_mm - 2 * edge_mm, 2.4, chance_);
    y_ += 6;
  }

  /// A line to write on, close above and below boxes: descenders and ascenders reach into them.
  void writing_line() {
    Field field = named("line");
    field.kind = FieldKind::text;
    field.box = {edge_mm, y_, width_mm - 2 * edge_mm, 7};
    print_rule(page_, {field.box.x, field.box.bottom()}, {field.box.right(), field.box.bottom()}, 60, 0.17);
    form_.fields.push_back(field);
    y_ += 7 + chance_.uniform(0.5, 2);
  }

  void box(const BoxMm& at, const Style& style) {
    Field field = named("box");
    field.kind = FieldKind::checkbox;
    field.box = at;
    draw(page_, at, style, chance_);
    form_.fields.push_back(field);
  }

  Field named(const std::string& what) const {
    Field field;
    field.name = fmt::format("{}_{}", what, form_.fields.size());
    return field;
  }

  FormTemplate& form_;
  cv::Mat& page_;
  Chance& chance_;
  double y_ = 22;
};

}  // namespace

MadeUpMarks make_up_marks(Chance& chance) {
  MadeUpMarks out{make_up_page("made-up-marks", chance,
                               [&](FormTemplate& form, cv::Mat& page) { Layout(form, page, chance).fill(); }),
                  {}};
  for (const Field& field : out.form.fields) {
    const BoxMm round = field.box.grown(0.5 * field.box.width);
    out.crowded.push_back(std::ranges::count_if(out.form.fields, [&](const Field& other) {
                            return other.kind == FieldKind::checkbox && other.box.overlaps(round);
                          }) > 1);
  }
  return out;
}

}  // namespace carescan::bench
