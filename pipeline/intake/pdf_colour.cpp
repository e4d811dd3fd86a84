#include "pipeline/intake/pdf_colour.hpp"

#include "pipeline/intake/limited_stream.hpp"

namespace carescan::intake {
namespace {

/// Channels of a device, calibrated or ICC space; 0 for any other.
int channels_of(QPDFObjectHandle space) {
  if (space.isArray() && space.getArrayNItems() == 2 && space.getArrayItem(0).isNameAndEquals("/ICCBased")) {
    QPDFObjectHandle profile = space.getArrayItem(1);
    QPDFObjectHandle n = profile.isStream() ? profile.getDict().getKey("/N") : QPDFObjectHandle::newNull();
    return n.isInteger() && (n.getIntValue() == 1 || n.getIntValue() == 3 || n.getIntValue() == 4)
               ? n.getIntValueAsInt()
               : 0;
  }
  QPDFObjectHandle kind = space.isArray() && space.getArrayNItems() >= 1 ? space.getArrayItem(0) : space;
  if (kind.isNameAndEquals("/DeviceGray") || kind.isNameAndEquals("/CalGray")) return 1;
  if (kind.isNameAndEquals("/DeviceRGB") || kind.isNameAndEquals("/CalRGB")) return 3;
  return kind.isNameAndEquals("/DeviceCMYK") ? 4 : 0;
}

std::optional<PdfColour> palette_of(QPDFObjectHandle space) {
  const int channels = channels_of(space.getArrayItem(1));
  QPDFObjectHandle table = space.getArrayItem(3);
  if (channels != 1 && channels != 3) return std::nullopt;
  constexpr std::size_t longest = 256 * 3 + 16;
  const auto bytes = table.isStream()   ? stream_bytes(table, true, longest)
                     : table.isString() ? std::optional(table.getStringValue())
                                        : std::nullopt;
  if (!bytes || bytes->empty()) return std::nullopt;
  return PdfColour{1, *bytes, channels};
}

}  // namespace

std::optional<PdfColour> colour_of(QPDFObjectHandle space) {
  if (space.isArray() && space.getArrayNItems() == 4 && space.getArrayItem(0).isNameAndEquals("/Indexed"))
    return palette_of(space);
  const int channels = channels_of(space);
  if (channels == 0) return std::nullopt;
  return PdfColour{channels, "", 0};
}

}  // namespace carescan::intake
