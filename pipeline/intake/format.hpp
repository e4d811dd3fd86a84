#pragma once

#include <filesystem>
#include <string>

#include "pipeline/intake/source.hpp"

namespace carescan::intake {

enum class Format { pdf, tiff, jpeg, png };

/// What a file is by its first bytes; its ending is not asked. `name` is what a Failure shows.
/// Throws Failure "file-unreadable", "file-empty", "not-an-image".
Format format_of(const std::filesystem::path&, const std::string& name);

/// Throws Failure "file-unreadable" where the path is no regular file or may not be opened (a pipe would block for
/// ever).
void check_readable(const std::filesystem::path&, const std::string& name);

/// True where a TIFF's first page points to a second one; false also where it is too broken to tell.
bool has_more_tiff_pages(const std::filesystem::path&);

/// A file's bytes. Throws Failure "file-unreadable", "image-too-large" beyond `max_bytes`.
std::string bytes_of(const std::filesystem::path&, const std::string& name, long max_bytes);

/// A file name that can be written to JSON and terminals: what is no UTF-8, and control characters, become U+FFFD.
std::string printable_name(const std::filesystem::path& filename);

}  // namespace carescan::intake
