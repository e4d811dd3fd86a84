#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace carescan {

/// An 8-bit picture in memory, rows from the top, no padding between rows.
/// channels is 1 (grey: 0 black … 255 white) or 3 (red, green, blue).
struct Raster {
  int width = 0, height = 0, channels = 1;
  std::vector<std::uint8_t> pixels;

  bool empty() const { return width == 0 || height == 0; }
  std::size_t size() const { return pixels.size(); }
};

/// A raster of the given size, every byte set to `value`.
inline Raster make_raster(int width, int height, int channels = 1, std::uint8_t value = 255) {
  return {width, height, channels,
          std::vector<std::uint8_t>(
              static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * static_cast<std::size_t>(channels),
              value)};
}

}  // namespace carescan
