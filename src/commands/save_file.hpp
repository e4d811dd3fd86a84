#pragma once

#include <filesystem>
#include <string>

namespace carescan::app {

/// Writes what a command was asked to put into a file of the user's choice. Throws Failure "out-unwritable".
void save_file(const std::filesystem::path&, const std::string& bytes);

}  // namespace carescan::app
