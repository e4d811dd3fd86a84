#pragma once

#include <filesystem>

#include "pipeline/intake/page_stream.hpp"

namespace carescan::app {

/// Where the parts of carescan lie on this machine: beside the binary, in the source tree it was built in, or in
/// <prefix>/share/carescan.
struct Installation {
  std::filesystem::path executable;
  std::filesystem::path pdf_renderer;  ///< carescan-pdf, beside the executable
  std::filesystem::path templates;     ///< empty if none were found
  std::filesystem::path prints;        ///< prepared prints of those templates; empty if none were found
};

/// Looks from the running executable (/proc/self/exe).
Installation installation();

/// How sources are opened with what lies here.
intake::IntakeOptions intake_of(const Installation&);

}  // namespace carescan::app
