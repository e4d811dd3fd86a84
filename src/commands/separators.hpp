#pragma once

#include <filesystem>
#include <iosfwd>

#include "src/exit_code.hpp"

namespace carescan::app {

/// `carescan separators --out FILE.pdf [--count N]`: separator sheets to print.
ExitCode separators(const std::filesystem::path& file, int count, std::ostream& notes);

}  // namespace carescan::app
