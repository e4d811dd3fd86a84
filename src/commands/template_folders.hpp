#pragma once

#include <filesystem>
#include <vector>

namespace carescan::app {

/// The folders that hold a form.json: those given, or the ones right below them, sorted. Throws Failure "path-missing",
/// "template-missing".
std::vector<std::filesystem::path> template_folders(const std::vector<std::filesystem::path>& given);

}  // namespace carescan::app
