#include "pipeline/intake/source.hpp"

#include <algorithm>
#include <set>

#include "pipeline/intake/format.hpp"
#include "pipeline/intake/numbered.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/model/text.hpp"
#include "pipeline/records/identity.hpp"

namespace carescan::intake {
namespace {

namespace fs = std::filesystem;

/// A file with the name it will go by.
struct Found {
  fs::path path;
  std::string name;
};

bool is_hidden(const fs::path& path) {
  return path.filename().string().starts_with('.');
}

/// Truth, notes and what desktops leave in folders: never scans.
bool is_beside_scans(const fs::path& path) {
  static const std::set<std::string> endings{".json", ".txt", ".md"}, names{"thumbs.db", "desktop.ini"};
  return endings.contains(in_small_letters(path.extension().string())) ||
         names.contains(in_small_letters(path.filename().string()));
}

/// What a run wrote (its review pictures are JPEGs) is never read as scans, so that OUT may lie inside the folder read.
bool is_output_of_a_run(const fs::path& folder) {
  std::error_code error;
  return fs::is_regular_file(folder / "run.json", error) && fs::is_directory(folder / "ledger", error);
}

void walk(const fs::path& folder, const std::string& prefix, std::vector<Found>& out) {
  std::error_code error;
  fs::directory_iterator entries(folder, error);
  if (error) {  // a folder that may not be opened is told as a source that cannot be read, never passed over
    out.push_back({folder, prefix.empty() ? printable_name(folder.filename()) : prefix});
    return;
  }
  for (const fs::directory_entry& entry : entries) {
    if (is_hidden(entry.path()) || entry.is_symlink(error)) continue;
    const std::string name = (prefix.empty() ? "" : prefix + "/") + printable_name(entry.path().filename());
    if (entry.is_directory(error)) {
      if (!is_output_of_a_run(entry.path())) walk(entry.path(), name, out);
    } else if (entry.is_regular_file(error) && !is_beside_scans(entry.path())) {
      out.push_back({entry.path(), name});
    }
  }
}

std::vector<Found> all_files(const std::vector<fs::path>& paths) {
  std::vector<Found> found;
  for (const fs::path& given : paths) {
    std::error_code error;
    const fs::path known = fs::weakly_canonical(given, error), path = error ? given : known;
    const fs::file_status status = fs::status(path, error);
    if (status.type() == fs::file_type::not_found)
      throw Failure{"path-missing", given.string(), "there is no such file or folder", "check the name"};
    if (fs::is_directory(status))
      walk(path, "", found);
    else
      found.push_back({path, printable_name(given.filename())});
  }
  // A file reached by two of the paths is one file.
  std::sort(found.begin(), found.end(),
            [](const Found& a, const Found& b) { return std::tie(a.path, a.name) < std::tie(b.path, b.name); });
  const auto same = [](const Found& a, const Found& b) { return a.path == b.path; };
  found.erase(std::unique(found.begin(), found.end(), same), found.end());
  const auto order = [](const Found& a, const Found& b) { return std::tie(a.name, a.path) < std::tie(b.name, b.path); };
  std::sort(found.begin(), found.end(), order);
  return found;
}

/// Only single pictures are pages of a numbered set; what cannot be read keeps its place in it and fails there.
bool is_one_page(const fs::path& path) {
  try {
    const Format format = format_of(path, "");
    return format != Format::pdf && (format != Format::tiff || !has_more_tiff_pages(path));
  } catch (const Failure&) {
    return true;
  }
}

}  // namespace

std::vector<Source> find_sources(const std::vector<fs::path>& paths) {
  const std::vector<Found> found = all_files(paths);
  std::vector<fs::path> pictures;
  for (const Found& f : found)
    if (has_picture_ending(f.path) && is_one_page(f.path)) pictures.push_back(f.path);
  std::set<fs::path> grouped;
  std::vector<Source> sources;
  for (std::vector<fs::path>& set : numbered_sets(pictures)) {
    grouped.insert(set.begin(), set.end());
    sources.push_back({"", std::move(set)});
  }
  for (const Found& f : found)
    if (!grouped.contains(f.path)) sources.push_back({f.name, {f.path}});
  for (Source& s : sources)
    if (s.name.empty())
      s.name = std::find_if(found.begin(), found.end(), [&](const Found& f) { return f.path == s.files[0]; })->name;
  std::sort(sources.begin(), sources.end(),
            [](const Source& a, const Source& b) { return std::tie(a.name, a.files) < std::tie(b.name, b.files); });
  return sources;
}

std::string sha256_of(const Source& source) {
  const auto hash_of = [&](const fs::path& path) {
    check_readable(path, name_in(source, path));
    return records::sha256_of_file(path);
  };
  if (source.files.size() == 1) return hash_of(source.files[0]);
  std::string hashes;
  for (const fs::path& path : source.files) hashes += hash_of(path);
  return records::sha256_hex(hashes);
}

}  // namespace carescan::intake
