#pragma once

#include <qpdf/QPDFObjectHandle.hh>

#include <optional>
#include <string>

#include "pipeline/intake/decode.hpp"
#include "pipeline/model/failure.hpp"

namespace carescan::intake {

/// The figures of an image dictionary that every way of decoding needs.
struct PicturePlan {
  QPDFObjectHandle image, dict;
  int width = 0, height = 0, bits = 8;
  std::string filter;  ///< the only one; empty for none; "?" for several
  QPDFObjectHandle parms;
  bool inverted = false;  ///< by the decode array
};

/// nullopt for masks, layers and odd decode arrays. Throws Failure "image-too-large", "image-broken" by the size it
/// claims.
std::optional<PicturePlan> plan_of(QPDFObjectHandle image, const DecodeLimits&);

/// Fax coding (CCITT group 4, and group 3 with line ends); nullopt where libtiff cannot know the variant. Throws
/// Failure "image-broken".
std::optional<Decoded> decode_fax(PicturePlan, const DecodeLimits&);

/// Samples behind Flate, LZW, run lengths, ASCII codings or nothing. Throws Failure "image-broken".
std::optional<Decoded> decode_samples(PicturePlan, const DecodeLimits&);

/// More than any honest stored stream of so many pixels has.
std::size_t most_stored(const PicturePlan&);

/// An integer or boolean of a dictionary, or what stands for it where it is missing.
int integer(QPDFObjectHandle, int otherwise);
bool boolean(QPDFObjectHandle, bool otherwise);

void invert(Raster&);

Failure broken_scan(const DecodeLimits&);

}  // namespace carescan::intake
