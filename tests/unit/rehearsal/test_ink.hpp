#pragma once

#include <zlib.h>

#include <filesystem>
#include <string>

// A writer's strokes as a .jsonl.gz file: every digit and letter a different zigzag.
namespace carescan::test {

inline std::string stroke_line(const std::string& writer, char c, int number) {
  const std::string text = c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  const bool small = c >= 'a' && c <= 'z';
  const int height = small ? 154 : 256, width = 100 + 3 * (c % 17);
  return "{\"id\":\"1a/tst/" + writer + "/" + std::to_string(number) + "\",\"writer\":\"" + writer + "\",\"text\":\"" +
         text + "\",\"quality\":\"GOOD\",\"mm_per_unit\":null,\"strokes\":[[0," + std::to_string(height) + "," +
         std::to_string(width / 2) + ",0," + std::to_string(width) + "," + std::to_string(height) + "],[" +
         std::to_string(width / 4) + "," + std::to_string(height / 2 + c % 7) + "," + std::to_string(3 * width / 4) +
         "," + std::to_string(height / 2) + "]]}\n";
}

inline void write_gz(const std::filesystem::path& path, const std::string& text) {
  gzFile file = gzopen(path.c_str(), "wb");
  gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
  gzclose(file);
}

/// Everything a form needs, by each of the writers.
inline std::filesystem::path full_ink(const std::filesystem::path& folder, const std::vector<std::string>& writers) {
  std::string lines;
  for (const std::string& writer : writers)
    for (char c = '!'; c <= '~'; ++c) lines += stroke_line(writer, c, c);
  write_gz(folder / "ink.jsonl.gz", lines);
  return folder / "ink.jsonl.gz";
}

}  // namespace carescan::test
