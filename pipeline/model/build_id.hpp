#pragma once

#include <filesystem>
#include <string>

namespace carescan {

/// The GNU build ID of a program as hex digits: the linker's hash over all that is in it, which another build of other
/// code does not share and stripping does not change (ld's --build-id). Empty where there is none, or no 64-bit ELF file
/// that can be read.
std::string build_id(const std::filesystem::path& program = "/proc/self/exe");

}  // namespace carescan
