#pragma once

#include <string>
#include <string_view>

namespace carescan::records {

/// HMAC-SHA-256 (RFC 2104) of `text` as 64 lower-case hex digits: a name for it that only who has the key can find
/// again.
std::string hmac_sha256_hex(std::string_view key, std::string_view text);

}  // namespace carescan::records
