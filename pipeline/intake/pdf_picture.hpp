#pragma once

#include <qpdf/QPDFObjectHandle.hh>

#include <optional>

#include "pipeline/intake/decode.hpp"

namespace carescan::intake {

/// An image XObject as a raster: DCT, CCITT group 4 (and group 3 with line ends), or samples behind Flate, LZW and the
/// like in grey, RGB, CMYK, Indexed and ICC colour of 1 or 8 bits. nullopt for anything else (JBIG2, JPX, masks, odd
/// decode arrays …), which is for the renderer. Throws Failure "image-too-large", "image-broken".
std::optional<Decoded> decode_picture(QPDFObjectHandle image, const DecodeLimits&);

}  // namespace carescan::intake
