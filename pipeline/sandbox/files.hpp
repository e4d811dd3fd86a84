#pragma once

#include "pipeline/sandbox/sandbox.hpp"

namespace carescan::sandbox {

/// Whether the kernel can hold a program to files, moves between folders included (Landlock 2, Linux 5.19).
bool can_confine_files();

/// Takes every file outside `reach` and system_files() away. Throws std::system_error.
void confine_files(const Reach& reach);

}  // namespace carescan::sandbox
