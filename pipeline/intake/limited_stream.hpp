#pragma once

#include <qpdf/QPDFObjectHandle.hh>

#include <optional>
#include <string>

namespace carescan::intake {

/// The bytes of a PDF stream: as stored (DCT, CCITT) or unpacked (Flate, LZW, predictors). nullopt where there are more
/// than `max_bytes` (a bomb is not unpacked further) or the stream is damaged.
std::optional<std::string> stream_bytes(QPDFObjectHandle stream, bool unpacked, std::size_t max_bytes);

}  // namespace carescan::intake
