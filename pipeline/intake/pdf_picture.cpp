#include "pipeline/intake/pdf_picture.hpp"

#include "pipeline/intake/limited_stream.hpp"
#include "pipeline/intake/pdf_colour.hpp"
#include "pipeline/intake/pdf_plan.hpp"

namespace carescan::intake {
namespace {

std::optional<Decoded> decode_dct(PicturePlan plan, const DecodeLimits& limits) {
  const auto colour = colour_of(plan.dict.getKey("/ColorSpace"));
  const bool transform_told = plan.parms.isDictionary() && plan.parms.hasKey("/ColorTransform");
  if (!colour || colour->palette_channels > 0 || colour->samples == 4 || transform_told) return std::nullopt;
  const auto bytes = stream_bytes(plan.image, false, most_stored(plan));
  if (!bytes) throw broken_scan(limits);
  Decoded out = decode_jpeg(*bytes, limits);
  if (out.raster.channels != colour->samples) return std::nullopt;
  if (out.raster.width != plan.width || out.raster.height != plan.height) return std::nullopt;
  if (plan.inverted) invert(out.raster);
  return out;
}

}  // namespace

std::optional<Decoded> decode_picture(QPDFObjectHandle image, const DecodeLimits& limits) {
  const auto plan = plan_of(image, limits);
  if (!plan || plan->filter == "/JBIG2Decode" || plan->filter == "/JPXDecode") return std::nullopt;
  if (plan->filter == "/DCTDecode") return decode_dct(*plan, limits);
  if (plan->filter == "/CCITTFaxDecode") return decode_fax(*plan, limits);
  return decode_samples(*plan, limits);
}

}  // namespace carescan::intake
