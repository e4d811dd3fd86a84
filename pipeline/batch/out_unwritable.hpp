#pragma once

#include <filesystem>

#include "pipeline/model/failure.hpp"

namespace carescan::batch {

/// The disk of OUT refused something (no space, no rights, read-only), and with which errno: Failure "out-unwritable".
[[noreturn]] void unwritable(const std::filesystem::path&, int error);

/// True for such a failure. It is no fault of the page or of the file that was being read, and must not be told as one:
/// it ends the run, and the same command then continues.
bool is_unwritable(const Failure&);

/// Makes a folder of OUT and those above it where they are not there. Throws Failure "out-unwritable".
void create_folder(const std::filesystem::path&);

}  // namespace carescan::batch
