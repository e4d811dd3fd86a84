#pragma once

#include <string_view>

#include "pipeline/model/raster.hpp"

namespace carescan {

/// Receives the pictures an engineer needs to see why a page failed (`--trace DIR`). Stages call it only when given
/// one.
class Trace {
 public:
  virtual ~Trace() = default;
  /// `name` is a file name without extension, e.g. "p3-overlay".
  virtual void picture(std::string_view name, const Raster& raster) = 0;
};

}  // namespace carescan
