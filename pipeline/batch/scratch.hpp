#pragma once

#include <filesystem>
#include <string_view>

namespace carescan::batch {

/// Writes a file in staging that only this process reads and that may be lost with it: not synced, and not renamed into
/// place as out_folder.hpp's files are. Throws Failure "out-unwritable".
void write_scratch(const std::filesystem::path& file, std::string_view bytes);

}  // namespace carescan::batch
