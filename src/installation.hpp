#pragma once

#include <filesystem>

namespace carescan::app {

/// Where the parts of carescan lie on this machine: beside the binary, in the source tree it was built in, or in
/// <prefix>/share/carescan.
struct Installation {
  std::filesystem::path executable;
  std::filesystem::path pdf_renderer;  ///< carescan-pdf, beside the executable
  std::filesystem::path templates;     ///< empty if none were found
};

/// Looks from the running executable (/proc/self/exe).
Installation installation();

}  // namespace carescan::app
