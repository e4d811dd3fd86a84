#pragma once

#include <string>
#include <string_view>

namespace carescan::web {

/// 256 bits of the system's randomness as 64 lower-case hex digits. Throws std::runtime_error where there is none.
std::string random_token();

/// Whether two texts are the same, in a time that does not tell how much of them is.
bool same_secret(std::string_view one, std::string_view other);

}  // namespace carescan::web
