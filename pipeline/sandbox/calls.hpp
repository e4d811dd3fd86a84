#pragma once

namespace carescan::sandbox {

/// Whether the kernel can hold a program to system calls (seccomp with filters).
bool can_confine_calls();

/// Takes every system call away that reading pages does not need. `start_programs`: it may start programs and wait for
/// them, which are confined as it is. Throws std::system_error.
void confine_calls(bool start_programs);

}  // namespace carescan::sandbox
