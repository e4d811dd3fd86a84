#pragma once

#include <filesystem>
#include <iosfwd>

#include "src/exit_code.hpp"

namespace carescan::app {

struct TemplateDiffOptions {
  std::filesystem::path from, to;  ///< template folders: as it was, as it is now
  bool json = false;
  std::filesystem::path run{};  ///< OUT of a run: which of its documents would be stale; empty: none is looked at
};

/// `carescan template diff DIR_A DIR_B [--format text|json] [--run OUT]`: what a reviewer has to know. Exit 3 where
/// geometry or meaning changed and the version did not.
ExitCode template_diff(const TemplateDiffOptions&, std::ostream& answer);

}  // namespace carescan::app
