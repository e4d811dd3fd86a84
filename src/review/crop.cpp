#include "src/review/crop.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace carescan::web {

namespace {

constexpr double farthest_out_mm = 3.5, nearest_in_mm = 0.5;
constexpr std::uint8_t print_below = 160;  ///< grey

/// Print in the columns of a field, row by row. Frames are no print.
class PrintBeside {
 public:
  PrintBeside(const Raster& blank, const FormPage& page, const BoxMm& field)
      : blank_(blank), down_(blank.height / page.height_mm) {
    const double across = blank.width / page.width_mm;
    left_ = std::clamp(static_cast<int>((field.x - Margins{}.left) * across), 0, blank.width - 1);
    right_ = std::clamp(static_cast<int>((field.right() + Margins{}.right) * across), left_ + 1, blank.width);
  }

  /// How far from `edge` mm (of the box) a crop goes: `way` is -1 upwards and 1 downwards.
  double margin(double edge, int way, double usual) const {
    const double farthest = usual + farthest_out_mm;
    const std::vector<bool> frame = upright(row(edge + way * nearest_in_mm), row(edge + way * farthest));
    const auto is_free = [&](double mm) { return is_free_row(row(edge + way * mm), frame); };
    for (double out = usual; out <= farthest; out += 1 / down_)
      if (is_free(out)) return out;
    for (double in = usual; in >= nearest_in_mm; in -= 1 / down_)
      if (is_free(in)) return in;
    return usual;
  }

 private:
  int row(double mm) const { return std::clamp(static_cast<int>(mm * down_), 0, blank_.height - 1); }

  bool is_print(int x, int y) const {
    return blank_.pixels[static_cast<std::size_t>((y * blank_.width + x) * blank_.channels)] < print_below;
  }

  /// Which columns have print in every row between two.
  std::vector<bool> upright(int one, int other) const {
    std::vector<bool> all(static_cast<std::size_t>(right_ - left_), true);
    for (int y = std::min(one, other); y <= std::max(one, other); ++y)
      for (int x = left_; x < right_; ++x)
        if (!is_print(x, y)) all[static_cast<std::size_t>(x - left_)] = false;
    return all;
  }

  bool is_free_row(int y, const std::vector<bool>& frame) const {
    for (int x = left_; x < right_; ++x)
      if (is_print(x, y) && !frame[static_cast<std::size_t>(x - left_)]) return false;
    return true;
  }

  const Raster& blank_;
  double down_;
  int left_, right_;
};

}  // namespace

Margins margins_of_whole_labels(const Raster& blank, const FormPage& page, const BoxMm& field) {
  const PrintBeside print(blank, page, field);
  Margins margins;
  margins.top = print.margin(field.y, -1, margins.top);
  margins.bottom = print.margin(field.bottom(), 1, margins.bottom);
  return margins;
}

BoxMm crop_box(const BoxMm& field, const FormPage& page, const Margins& margins) {
  const double left = std::clamp(field.x - margins.left, 0.0, page.width_mm);
  const double top = std::clamp(field.y - margins.top, 0.0, page.height_mm);
  return {left, top, std::clamp(field.right() + margins.right, left, page.width_mm) - left,
          std::clamp(field.bottom() + margins.bottom, top, page.height_mm) - top};
}

Raster cut(const Raster& picture, const FormPage& page, const BoxMm& box) {
  const double across = picture.width / page.width_mm, down = picture.height / page.height_mm;
  const int left = std::clamp(static_cast<int>(std::floor(box.x * across)), 0, picture.width - 1);
  const int top = std::clamp(static_cast<int>(std::floor(box.y * down)), 0, picture.height - 1);
  const int right = std::clamp(static_cast<int>(std::ceil(box.right() * across)), left + 1, picture.width);
  const int bottom = std::clamp(static_cast<int>(std::ceil(box.bottom() * down)), top + 1, picture.height);
  Raster out = make_raster(right - left, bottom - top, picture.channels);
  const std::size_t row = static_cast<std::size_t>(out.width * out.channels);
  for (int y = 0; y < out.height; ++y) {
    const std::size_t from =
        (static_cast<std::size_t>(top + y) * static_cast<std::size_t>(picture.width) + static_cast<std::size_t>(left)) *
        static_cast<std::size_t>(picture.channels);
    std::copy_n(picture.pixels.begin() + static_cast<std::ptrdiff_t>(from), row,
                out.pixels.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(y) * row));
  }
  return out;
}

}  // namespace carescan::web
