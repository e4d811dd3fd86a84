#include <algorithm>

#include "pipeline/intake/limited_stream.hpp"
#include "pipeline/intake/pdf_colour.hpp"
#include "pipeline/intake/pdf_plan.hpp"

namespace carescan::intake {
namespace {

/// One sample of 1, 2, 4 or 8 bits.
std::uint8_t sample(const std::uint8_t* row, std::size_t index, int bits) {
  const std::size_t bit = index * static_cast<std::size_t>(bits);
  const int shift = 8 - bits - static_cast<int>(bit % 8);
  return static_cast<std::uint8_t>(row[bit / 8] >> shift & ((1 << bits) - 1));
}

void through_palette(const std::uint8_t* row, const PicturePlan& plan, const PdfColour& colour, std::uint8_t* out) {
  const auto channels = static_cast<std::size_t>(colour.palette_channels), last = colour.palette.size() / channels - 1;
  for (std::size_t x = 0; x < static_cast<std::size_t>(plan.width); ++x) {
    std::size_t index = sample(row, x, plan.bits);
    if (plan.inverted) index = (1U << plan.bits) - 1 - index;
    for (std::size_t c = 0; c < channels; ++c)
      *out++ = static_cast<std::uint8_t>(colour.palette[std::min(index, last) * channels + c]);
  }
}

void plain_row(const std::uint8_t* row, const PicturePlan& plan, const PdfColour& colour, std::uint8_t* out) {
  const int top = (1 << plan.bits) - 1, flip = plan.inverted ? top : 0;
  const auto value = [&](std::size_t i) { return (sample(row, i, plan.bits) ^ flip) * 255 / top; };
  const auto width = static_cast<std::size_t>(plan.width);
  if (colour.samples != 4 && plan.bits == 8 && !plan.inverted) {  // nearly every scan
    std::copy_n(row, width * static_cast<std::size_t>(colour.samples), out);
    return;
  }
  if (colour.samples != 4) {
    for (std::size_t i = 0; i < width * static_cast<std::size_t>(colour.samples); ++i)
      *out++ = static_cast<std::uint8_t>(value(i));
    return;
  }
  for (std::size_t i = 0; i < width * 4; i += 4)
    for (std::size_t c = 0; c < 3; ++c)
      *out++ = static_cast<std::uint8_t>((255 - value(i + c)) * (255 - value(i + 3)) / 255);
}

}  // namespace

std::optional<Decoded> decode_samples(PicturePlan plan, const DecodeLimits& limits) {
  const auto colour = colour_of(plan.dict.getKey("/ColorSpace"));
  const bool depth_known = plan.bits == 1 || plan.bits == 2 || plan.bits == 4 || plan.bits == 8;
  if (!colour || !depth_known || plan.filter == "?") return std::nullopt;
  if (colour->palette_channels > 0 && colour->palette.size() < static_cast<std::size_t>(colour->palette_channels))
    return std::nullopt;
  const auto width = static_cast<std::size_t>(plan.width), height = static_cast<std::size_t>(plan.height);
  const std::size_t stride = (width * static_cast<std::size_t>(colour->samples * plan.bits) + 7) / 8;
  const auto bytes = stream_bytes(plan.image, true, stride * height + 4096);  // some writers add a line end
  if (!bytes || bytes->size() < stride * height) throw broken_scan(limits);
  const int channels = colour->palette_channels > 0 ? colour->palette_channels : colour->samples == 1 ? 1 : 3;
  Decoded out;
  out.raster = make_raster(plan.width, plan.height, channels);
  for (std::size_t y = 0; y < height; ++y) {
    const auto* row = reinterpret_cast<const std::uint8_t*>(bytes->data()) + y * stride;
    std::uint8_t* to = out.raster.pixels.data() + y * width * static_cast<std::size_t>(channels);
    colour->palette_channels > 0 ? through_palette(row, plan, *colour, to) : plain_row(row, plan, *colour, to);
  }
  return out;
}

}  // namespace carescan::intake
