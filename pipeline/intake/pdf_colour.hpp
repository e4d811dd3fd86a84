#pragma once

#include <qpdf/QPDFObjectHandle.hh>

#include <optional>
#include <string>

namespace carescan::intake {

/// How the samples of a PDF image become grey or RGB.
struct PdfColour {
  int samples = 1;           ///< per pixel: 1 grey or an index, 3 RGB, 4 CMYK
  std::string palette;       ///< of an Indexed space: 1 or 3 bytes per entry
  int palette_channels = 0;  ///< 0: no palette
};

/// The colour space of an image dictionary, ICC profiles taken as the device space of as many channels. nullopt where
/// it is one that only a renderer knows (Lab, Separation, DeviceN, Pattern, palettes of these).
std::optional<PdfColour> colour_of(QPDFObjectHandle space);

}  // namespace carescan::intake
