#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace carescan::test {

namespace fs = std::filesystem;

/// What a finished program left.
struct Ran {
  int exit_code = -1;
  std::string out, err;
};

inline std::string read_all(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

inline void write_all(const fs::path& file, const std::string& bytes) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << bytes;
}

/// A folder of its own for one test, gone afterwards.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "carescan-test-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const fs::path& path() const { return path_; }
  fs::path operator/(const std::string& name) const { return path_ / name; }

 private:
  fs::path path_;
};

inline std::string quoted(const std::string& word) {
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

/// Runs a program to its end, without standard input. `environment` is put before it, e.g. "SOURCE_DATE_EPOCH=0".
inline Ran run(const std::vector<std::string>& words, const std::string& environment = "") {
  const Folder folder;
  std::string line = environment.empty() ? "" : "env " + environment + " ";
  for (const std::string& word : words) line += quoted(word) + " ";
  line += "</dev/null >" + quoted((folder / "out").string()) + " 2>" + quoted((folder / "err").string());
  const int status = std::system(line.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), read_all(folder / "out"),
          read_all(folder / "err")};
}

inline fs::path source_dir() {
  return CARESCAN_SOURCE_DIR;
}
inline std::string binary() {
  return (fs::path(CARESCAN_BINARY_DIR) / "carescan").string();
}

/// Runs carescan itself.
inline Ran run_carescan(std::vector<std::string> arguments, const std::string& environment = "") {
  arguments.insert(arguments.begin(), binary());
  return run(arguments, environment);
}

/// Every regular file below a folder by its relative name, with its bytes: for comparing two runs.
inline std::vector<std::pair<std::string, std::string>> contents(const fs::path& folder) {
  std::vector<std::pair<std::string, std::string>> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file())
      files.emplace_back(fs::relative(entry.path(), folder).string(), read_all(entry.path()));
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace carescan::test
