#include "src/review/crop.hpp"

#include <algorithm>
#include <cmath>

namespace carescan::web {

BoxMm crop_box(const BoxMm& field, const FormPage& page, double margin_mm) {
  const BoxMm wanted = field.grown(margin_mm);
  const double left = std::clamp(wanted.x, 0.0, page.width_mm), top = std::clamp(wanted.y, 0.0, page.height_mm);
  return {left, top, std::clamp(wanted.right(), left, page.width_mm) - left,
          std::clamp(wanted.bottom(), top, page.height_mm) - top};
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
