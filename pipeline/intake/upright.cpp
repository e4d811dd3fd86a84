#include "pipeline/intake/upright.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace carescan::intake {
namespace {

/// Where the stored pixel of the upright pixel (x, y) is: offset + x * step_x + y * step_y, in pixels.
struct Walk {
  long offset = 0, step_x = 0, step_y = 0;
};

bool swaps_sides(int orientation) {
  return orientation >= 5;
}

Walk walk_of(int orientation, long width, long height) {
  const long last_x = width - 1, last_y = (height - 1) * width;
  switch (orientation) {
    case 2:
      return {last_x, -1, width};  // mirrored left to right
    case 3:
      return {last_y + last_x, -1, -width};  // upside down
    case 4:
      return {last_y, 1, -width};  // mirrored top to bottom
    case 5:
      return {0, width, 1};  // transposed
    case 6:
      return {last_y, -width, 1};  // to be turned clockwise
    case 7:
      return {last_y + last_x, -width, -1};  // transposed over the other diagonal
    case 8:
      return {last_x, width, -1};  // to be turned anticlockwise
    default:
      return {0, 1, width};
  }
}

Raster turned(const Raster& stored, int orientation) {
  const Walk walk = walk_of(orientation, stored.width, stored.height);
  const bool swap = swaps_sides(orientation);
  Raster out = make_raster(swap ? stored.height : stored.width, swap ? stored.width : stored.height, stored.channels);
  const auto channels = static_cast<std::size_t>(stored.channels);
  std::uint8_t* to = out.pixels.data();
  for (long y = 0; y < out.height; ++y)
    for (long x = 0; x < out.width; ++x, to += channels) {
      const auto at = static_cast<std::size_t>(walk.offset + x * walk.step_x + y * walk.step_y) * channels;
      std::copy_n(stored.pixels.data() + at, channels, to);
    }
  return out;
}

/// Linear interpolation along one side; the only resampling of intake, and only of faxes and the like.
Raster stretched(const Raster& in, int width, int height) {
  Raster out = make_raster(width, height, in.channels);
  const auto channels = static_cast<std::size_t>(in.channels);
  const auto place = [](int i, int from, int to) { return std::clamp((i + 0.5) * from / to - 0.5, 0.0, from - 1.0); };
  std::uint8_t* pixel = out.pixels.data();
  for (int y = 0; y < height; ++y) {
    const double v = place(y, in.height, height);
    const auto top = static_cast<std::size_t>(v), low = std::min(top + 1, static_cast<std::size_t>(in.height - 1));
    for (int x = 0; x < width; ++x) {
      const double u = place(x, in.width, width);
      const auto left = static_cast<std::size_t>(u), right = std::min(left + 1, static_cast<std::size_t>(in.width - 1));
      const double b = u - static_cast<double>(left), d = v - static_cast<double>(top);
      const auto at = [&](std::size_t column, std::size_t row, std::size_t c) {
        return in.pixels[(row * static_cast<std::size_t>(in.width) + column) * channels + c];
      };
      for (std::size_t c = 0; c < channels; ++c)
        *pixel++ =
            static_cast<std::uint8_t>(std::lround((1 - d) * ((1 - b) * at(left, top, c) + b * at(right, top, c)) +
                                                  d * ((1 - b) * at(left, low, c) + b * at(right, low, c))));
    }
  }
  return out;
}

bool is_believable(double dpi, const Raster& raster) {
  if (!std::isfinite(dpi) || dpi < 100 || dpi > 2400) return false;
  const double long_side_mm = std::max(raster.width, raster.height) / dpi * 25.4;
  return long_side_mm >= 80 && long_side_mm <= 520;
}

/// Scanners differ by 1–3 % between their axes, which registration takes in its stride; faxes differ by 4 to 108 %.
constexpr double square_enough = 0.035, too_odd = 4;

}  // namespace

Upright upright(Decoded picture, const DecodeLimits& limits) {
  double dpi_x = picture.dpi_x, dpi_y = picture.dpi_y;
  Raster raster = picture.orientation == 1 ? std::move(picture.raster) : turned(picture.raster, picture.orientation);
  if (swaps_sides(picture.orientation)) std::swap(dpi_x, dpi_y);
  const double dpi = std::max(dpi_x, dpi_y), coarse = std::min(dpi_x, dpi_y);
  if (coarse > 0 && dpi / coarse > 1 + square_enough && dpi / coarse <= too_odd) {
    const auto width = static_cast<int>(std::lround(raster.width * dpi / dpi_x));
    const auto height = static_cast<int>(std::lround(raster.height * dpi / dpi_y));
    refuse_too_large(width, height, limits);
    raster = stretched(raster, width, height);
  }
  const double believed = is_believable(dpi, raster) ? dpi : 0;
  return {std::move(raster), believed};
}

Raster grey(const Raster& raster) {
  if (raster.channels == 1) return raster;
  Raster out = make_raster(raster.width, raster.height);
  const std::uint8_t* rgb = raster.pixels.data();
  for (std::uint8_t& value : out.pixels) {
    value = static_cast<std::uint8_t>((299 * rgb[0] + 587 * rgb[1] + 114 * rgb[2] + 500) / 1000);
    rgb += 3;
  }
  return out;
}

}  // namespace carescan::intake
