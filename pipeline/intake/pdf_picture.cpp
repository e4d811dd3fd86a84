#include "pipeline/intake/pdf_picture.hpp"

#include <array>
#include <vector>

#include "pipeline/intake/limited_stream.hpp"
#include "pipeline/intake/pdf_colour.hpp"
#include "pipeline/model/failure.hpp"

namespace carescan::intake {
namespace {

Failure broken(const DecodeLimits& limits) {
  return {"image-broken", limits.name, "the scan inside the PDF is damaged or cut off", "save or scan it again"};
}

/// The figures of an image dictionary that every way of decoding needs.
struct Plan {
  QPDFObjectHandle image, dict;
  int width = 0, height = 0, bits = 8;
  std::string filter;  ///< the only one; empty for none; "?" for several
  QPDFObjectHandle parms;
  bool inverted = false;
};

int integer(QPDFObjectHandle value, int otherwise) {
  return value.isInteger() ? value.getIntValueAsInt() : otherwise;
}

bool boolean(QPDFObjectHandle value, bool otherwise) {
  return value.isBool() ? value.getBoolValue() : otherwise;
}

QPDFObjectHandle only(QPDFObjectHandle value) {
  return value.isArray() && value.getArrayNItems() == 1 ? value.getArrayItem(0) : value;
}

/// 1 where samples mean what they say, -1 where all are inverted, 0 where the decode array is anything else.
int decode_sense(QPDFObjectHandle decode) {
  if (decode.isNull()) return 1;
  if (!decode.isArray() || decode.getArrayNItems() % 2 != 0) return 0;
  int sense = 0;
  for (int i = 0; i < decode.getArrayNItems(); i += 2) {
    double low = -1, high = -1;
    decode.getArrayItem(i).getValueAsNumber(low);
    decode.getArrayItem(i + 1).getValueAsNumber(high);
    const int this_one = low == 0 && high == 1 ? 1 : low == 1 && high == 0 ? -1 : 0;
    if (this_one == 0 || (sense != 0 && sense != this_one)) return 0;
    sense = this_one;
  }
  return sense;
}

bool has_masks(QPDFObjectHandle dict) {
  return boolean(dict.getKey("/ImageMask"), false) || !dict.getKey("/Mask").isNull() ||
         !dict.getKey("/SMask").isNull() || integer(dict.getKey("/SMaskInData"), 0) != 0;
}

std::optional<Plan> plan_of(QPDFObjectHandle image, const DecodeLimits& limits) {
  Plan plan{image, image.getDict(), 0, 0, 8, "", QPDFObjectHandle::newNull(), false};
  plan.width = integer(plan.dict.getKey("/Width"), 0);
  plan.height = integer(plan.dict.getKey("/Height"), 0);
  refuse_too_large(plan.width, plan.height, limits);
  plan.bits = integer(plan.dict.getKey("/BitsPerComponent"), 0);
  QPDFObjectHandle filter = only(plan.dict.getKey("/Filter"));
  plan.filter = filter.isNull() ? "" : filter.isName() ? filter.getName() : "?";
  plan.parms = only(plan.dict.getKey("/DecodeParms"));
  const int sense = decode_sense(plan.dict.getKey("/Decode"));
  plan.inverted = sense < 0;
  if (has_masks(plan.dict) || sense == 0) return std::nullopt;
  return plan;
}

void invert(Raster& raster) {
  for (std::uint8_t& value : raster.pixels) value = static_cast<std::uint8_t>(255 - value);
}

/// More than any honest stored stream of so many pixels has.
std::size_t most_stored(const Plan& plan) {
  return static_cast<std::size_t>(plan.width) * static_cast<std::size_t>(plan.height) * 4 + (1U << 20);
}

std::optional<Decoded> decode_dct(Plan plan, const DecodeLimits& limits) {
  const auto colour = colour_of(plan.dict.getKey("/ColorSpace"));
  const bool transform_told = plan.parms.isDictionary() && plan.parms.hasKey("/ColorTransform");
  if (!colour || colour->palette_channels > 0 || colour->samples == 4 || transform_told) return std::nullopt;
  const auto bytes = stream_bytes(plan.image, false, most_stored(plan));
  if (!bytes) throw broken(limits);
  Decoded out = decode_jpeg(*bytes, limits);
  if (out.raster.channels != colour->samples) return std::nullopt;
  if (out.raster.width != plan.width || out.raster.height != plan.height) return std::nullopt;
  if (plan.inverted) invert(out.raster);
  return out;
}

void little_endian(std::string& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFF);
}

/// CCITT bytes as a TIFF of one strip: header, data, directory (TIFF 6.0 §§ 8, 11).
std::string tiff_around(const Plan& plan, const std::string& data, int k, bool black_is_1) {
  const bool group4 = k < 0;
  const auto width = static_cast<std::uint32_t>(plan.width), height = static_cast<std::uint32_t>(plan.height);
  const auto size = static_cast<std::uint32_t>(data.size());
  using Entry = std::array<std::uint32_t, 2>;  // tag and value, each one LONG
  std::vector<Entry> entries{
      {256, width}, {257, height}, {258, 1},   {259, group4 ? 4U : 3U}, {262, black_is_1 ? 1U : 0U}, {273, 8},
      {277, 1},     {278, height}, {279, size}};
  if (!group4) entries.push_back({292, k > 0 ? 1U : 0U});
  std::string out("II*\0", 4);
  const std::string padding(size % 2, '\0');
  little_endian(out, 8 + size + size % 2, 4);
  out += data + padding;
  little_endian(out, static_cast<std::uint32_t>(entries.size()), 2);
  for (const auto& [tag, value] : entries) {
    little_endian(out, tag, 2);
    little_endian(out, 4, 2);
    little_endian(out, 1, 4);
    little_endian(out, value, 4);
  }
  little_endian(out, 0, 4);
  return out;
}

/// libtiff needs the line ends of group 3, which PDF may leave out; unusual alignment and damage counts go to the
/// renderer.
std::optional<Decoded> decode_ccitt(Plan plan, const DecodeLimits& limits) {
  QPDFObjectHandle parms = plan.parms.isDictionary() ? plan.parms : QPDFObjectHandle::newDictionary();
  const int k = integer(parms.getKey("/K"), 0), rows = integer(parms.getKey("/Rows"), 0);
  const bool line_ends = boolean(parms.getKey("/EndOfLine"), false);
  if (boolean(parms.getKey("/EncodedByteAlign"), false) || (k >= 0 && !line_ends)) return std::nullopt;
  if (integer(parms.getKey("/Columns"), 1728) != plan.width || (rows != 0 && rows != plan.height)) return std::nullopt;
  const auto colour = colour_of(plan.dict.getKey("/ColorSpace"));
  if (!colour || colour->samples != 1 || colour->palette_channels > 0) return std::nullopt;
  const auto bytes = stream_bytes(plan.image, false, most_stored(plan));
  if (!bytes) throw broken(limits);
  // A PDF's CCITT filter gives 0 for black unless BlackIs1; in TIFF's fax coding black is 1 ("min is white").
  const bool black_is_1 = boolean(parms.getKey("/BlackIs1"), false);
  Decoded out = decode_tiff(tiff_around(plan, *bytes, k, black_is_1), limits);
  if (plan.inverted) invert(out.raster);
  return out;
}

/// One sample of 1, 2, 4 or 8 bits.
std::uint8_t sample(const std::uint8_t* row, std::size_t index, int bits) {
  const std::size_t bit = index * static_cast<std::size_t>(bits);
  const int shift = 8 - bits - static_cast<int>(bit % 8);
  return static_cast<std::uint8_t>(row[bit / 8] >> shift & ((1 << bits) - 1));
}

void through_palette(const std::uint8_t* row, const Plan& plan, const PdfColour& colour, std::uint8_t* out) {
  const auto channels = static_cast<std::size_t>(colour.palette_channels), last = colour.palette.size() / channels - 1;
  for (std::size_t x = 0; x < static_cast<std::size_t>(plan.width); ++x) {
    std::size_t index = sample(row, x, plan.bits);
    if (plan.inverted) index = (1U << plan.bits) - 1 - index;
    for (std::size_t c = 0; c < channels; ++c)
      *out++ = static_cast<std::uint8_t>(colour.palette[std::min(index, last) * channels + c]);
  }
}

void plain_row(const std::uint8_t* row, const Plan& plan, const PdfColour& colour, std::uint8_t* out) {
  const int top = (1 << plan.bits) - 1, flip = plan.inverted ? top : 0;
  const auto value = [&](std::size_t i) { return (sample(row, i, plan.bits) ^ flip) * 255 / top; };
  const auto width = static_cast<std::size_t>(plan.width);
  if (colour.samples != 4) {
    for (std::size_t i = 0; i < width * static_cast<std::size_t>(colour.samples); ++i)
      *out++ = static_cast<std::uint8_t>(value(i));
    return;
  }
  for (std::size_t i = 0; i < width * 4; i += 4)
    for (std::size_t c = 0; c < 3; ++c)
      *out++ = static_cast<std::uint8_t>((255 - value(i + c)) * (255 - value(i + 3)) / 255);
}

std::optional<Decoded> decode_samples(Plan plan, const DecodeLimits& limits) {
  const auto colour = colour_of(plan.dict.getKey("/ColorSpace"));
  const bool depth_known = plan.bits == 1 || plan.bits == 2 || plan.bits == 4 || plan.bits == 8;
  if (!colour || !depth_known || plan.filter == "?") return std::nullopt;
  if (colour->palette_channels > 0 && colour->palette.size() < static_cast<std::size_t>(colour->palette_channels))
    return std::nullopt;
  const auto width = static_cast<std::size_t>(plan.width), height = static_cast<std::size_t>(plan.height);
  const std::size_t stride = (width * static_cast<std::size_t>(colour->samples * plan.bits) + 7) / 8;
  const auto bytes = stream_bytes(plan.image, true, stride * height + 4096);  // some writers add a line end
  if (!bytes || bytes->size() < stride * height) throw broken(limits);
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

}  // namespace

std::optional<Decoded> decode_picture(QPDFObjectHandle image, const DecodeLimits& limits) {
  const auto plan = plan_of(image, limits);
  if (!plan || plan->filter == "/JBIG2Decode" || plan->filter == "/JPXDecode") return std::nullopt;
  if (plan->filter == "/DCTDecode") return decode_dct(*plan, limits);
  if (plan->filter == "/CCITTFaxDecode") return decode_ccitt(*plan, limits);
  return decode_samples(*plan, limits);
}

}  // namespace carescan::intake
