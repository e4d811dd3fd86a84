#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace carescan::records {

/// SHA-256 of bytes as 64 lower-case hex digits (FIPS 180-4).
std::string sha256_hex(std::string_view bytes);

/// SHA-256 of a file's content, read in blocks. Throws Failure "file-unreadable".
std::string sha256_of_file(const std::filesystem::path& path);

/// Bytes in base64 (RFC 4648), without line breaks.
std::string base64(std::string_view bytes);

/// SHA-1 of bytes in base64, as FHIR R4 wants Attachment.hash.
std::string sha1_base64(std::string_view bytes);

/// UUID version 5 (RFC 4122 §4.3) of `name` in carescan's own namespace, lower case with hyphens. The same name gives
/// the same id on every machine, for ever: ids come from content, never from a counter.
std::string uuid_v5(std::string_view name);

}  // namespace carescan::records
