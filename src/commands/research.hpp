#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

#include "src/exit_code.hpp"

namespace carescan::app {

struct ResearchExport {
  std::filesystem::path out, to;
  std::vector<std::filesystem::path> templates;
  std::filesystem::path key;      ///< made where it is missing
  std::filesystem::path opt_out;  ///< empty: no list
};

/// The secret in a file of at least 32 characters that nobody but its owner may read; a new one of 256 random bits,
/// mode 0600, where the file is missing. Throws Failure "key-unusable".
std::string provider_key(const std::filesystem::path& file, std::ostream& notes);

/// `carescan export OUT --format research`: exit 3 where documents were left out until a person has looked at them.
ExitCode export_research(const ResearchExport&, std::ostream& notes);

}  // namespace carescan::app
