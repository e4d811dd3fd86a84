#include "tests/fuzz/fuzz.hpp"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace fs = std::filesystem;

namespace carescan::fuzz {

void finding(const char* what) {
  std::fprintf(stderr, "finding: %s\n", what);
  std::abort();
}

fs::path file_with(const std::string& bytes) {
  static const fs::path memory = fs::is_directory("/dev/shm") ? fs::path("/dev/shm") : fs::temp_directory_path();
  static const fs::path file = memory / ("carescan-fuzz-" + std::to_string(::getpid()));
  static const bool gone_at_the_end = std::atexit([] { fs::remove(file); }) == 0;
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << bytes;
  if (!out.flush() || !gone_at_the_end) finding("the input cannot be written to a file");
  return file;
}

}  // namespace carescan::fuzz
