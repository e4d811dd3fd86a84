#pragma once

#include <string>

namespace carescan {

/// The GNU build ID of the running program as hex digits: the linker's hash over all that is in it, which another build
/// of other code does not share (ld's --build-id). Empty where the linker wrote none.
std::string build_id();

}  // namespace carescan
