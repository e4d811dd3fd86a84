#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace carescan::intake {

/// The unit of work, retry and shard: a file, or the single-page images of one folder whose names differ only in a
/// number (scan-001.jpg, scan-002.jpg …), in the order of that number.
struct Source {
  std::string name;  ///< relative to the folder read, '/'-separated; of the first file if several
  std::vector<std::filesystem::path> files;  ///< one, or the numbered images in order
};

/// All sources below the given files and folders, sorted by name. Folders are walked; hidden files and anything that
/// is not a regular file are left out; symbolic links are not followed. A file named by the user is always a source,
/// whatever its ending; inside folders only .pdf .tif .tiff .jpg .jpeg .png count (any case) and other regular files
/// are sources too, so that they fail visibly instead of being lost; except *.json, *.txt and *.md beside
/// the scans, what desktops leave in folders, and folders that a run wrote (run.json and ledger/), so that OUT may lie
/// inside the folder read. A file reached by two paths is one source.
/// Throws Failure "path-missing" when a path does not exist.
std::vector<Source> find_sources(const std::vector<std::filesystem::path>& paths);

/// The name of one file of a source, relative to the folder read, '/'-separated.
std::string name_in(const Source&, const std::filesystem::path& file);

/// SHA-256 (hex) of the source: of the file's bytes, or of the concatenated hex hashes of its files in order.
/// Throws Failure "file-unreadable".
std::string sha256_of(const Source&);

}  // namespace carescan::intake
