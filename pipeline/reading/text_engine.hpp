#pragma once

#include <string>
#include <vector>

#include "pipeline/model/raster.hpp"

namespace carescan::reading {

/// One way to read a line; score 0..1 as the engine gives it (not a probability).
struct TextGuess {
  std::string text;
  double score = 0;
};

/// A reader of one line of text: Tesseract, the handwriting net, a scripted one in tests.
class TextEngine {
 public:
  virtual ~TextEngine() = default;
  virtual std::string name() const = 0;
  /// `line` is dark on white, grey, cut to one line with a small margin; `alphabet` the characters allowed (UTF-8,
  /// empty: any). Best guess first; empty when nothing was found.
  virtual std::vector<TextGuess> read_line(const Raster& line, double px_per_mm, const std::string& alphabet) = 0;
};

}  // namespace carescan::reading
