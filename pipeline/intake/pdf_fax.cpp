#include <array>
#include <vector>

#include "pipeline/intake/limited_stream.hpp"
#include "pipeline/intake/pdf_colour.hpp"
#include "pipeline/intake/pdf_plan.hpp"

namespace carescan::intake {
namespace {

void little_endian(std::string& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFF);
}

/// CCITT bytes as a TIFF of one strip: header, data, directory (TIFF 6.0 §§ 8, 11).
std::string tiff_around(const PicturePlan& plan, const std::string& data, int k, bool black_is_1) {
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

}  // namespace

// libtiff needs the line ends of group 3, which PDF may leave out; unusual alignment and damage counts go to the
/// renderer.
std::optional<Decoded> decode_fax(PicturePlan plan, const DecodeLimits& limits) {
  QPDFObjectHandle parms = plan.parms.isDictionary() ? plan.parms : QPDFObjectHandle::newDictionary();
  const int k = integer(parms.getKey("/K"), 0), rows = integer(parms.getKey("/Rows"), 0);
  const bool line_ends = boolean(parms.getKey("/EndOfLine"), false);
  if (boolean(parms.getKey("/EncodedByteAlign"), false) || (k >= 0 && !line_ends)) return std::nullopt;
  if (integer(parms.getKey("/Columns"), 1728) != plan.width || (rows != 0 && rows != plan.height)) return std::nullopt;
  const auto colour = colour_of(plan.dict.getKey("/ColorSpace"));
  if (!colour || colour->samples != 1 || colour->palette_channels > 0) return std::nullopt;
  const auto bytes = stream_bytes(plan.image, false, most_stored(plan));
  if (!bytes) throw broken_scan(limits);
  // A PDF's CCITT filter gives 0 for black unless BlackIs1; in TIFF's fax coding black is 1 ("min is white").
  const bool black_is_1 = boolean(parms.getKey("/BlackIs1"), false);
  Decoded out = decode_tiff(tiff_around(plan, *bytes, k, black_is_1), limits);
  if (plan.inverted) invert(out.raster);
  return out;
}

}  // namespace carescan::intake
