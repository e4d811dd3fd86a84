#include "pipeline/intake/pdf_plan.hpp"

namespace carescan::intake {
namespace {

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

/// Masks, and layers that a viewer may hide.
bool is_unusual(QPDFObjectHandle dict) {
  return dict.hasKey("/OC") || boolean(dict.getKey("/ImageMask"), false) || !dict.getKey("/Mask").isNull() ||
         !dict.getKey("/SMask").isNull() || integer(dict.getKey("/SMaskInData"), 0) != 0;
}

}  // namespace

Failure broken_scan(const DecodeLimits& limits) {
  return {"image-broken", limits.name, "the scan inside the PDF is damaged or cut off", "save or scan it again"};
}

int integer(QPDFObjectHandle value, int otherwise) {
  return value.isInteger() ? value.getIntValueAsInt() : otherwise;
}

bool boolean(QPDFObjectHandle value, bool otherwise) {
  return value.isBool() ? value.getBoolValue() : otherwise;
}

void invert(Raster& raster) {
  for (std::uint8_t& value : raster.pixels) value = static_cast<std::uint8_t>(255 - value);
}

std::size_t most_stored(const PicturePlan& plan) {
  return static_cast<std::size_t>(plan.width) * static_cast<std::size_t>(plan.height) * 4 + (1U << 20);
}

std::optional<PicturePlan> plan_of(QPDFObjectHandle image, const DecodeLimits& limits) {
  PicturePlan plan{image, image.getDict(), 0, 0, 8, "", QPDFObjectHandle::newNull(), false};
  plan.width = integer(plan.dict.getKey("/Width"), 0);
  plan.height = integer(plan.dict.getKey("/Height"), 0);
  refuse_too_large(plan.width, plan.height, limits);
  plan.bits = integer(plan.dict.getKey("/BitsPerComponent"), 0);
  QPDFObjectHandle filter = only(plan.dict.getKey("/Filter"));
  plan.filter = filter.isNull() ? "" : filter.isName() ? filter.getName() : "?";
  plan.parms = only(plan.dict.getKey("/DecodeParms"));
  const int sense = decode_sense(plan.dict.getKey("/Decode"));
  plan.inverted = sense < 0;
  if (is_unusual(plan.dict) || sense == 0) return std::nullopt;
  return plan;
}

}  // namespace carescan::intake
