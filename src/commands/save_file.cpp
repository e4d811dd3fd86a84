#include "src/commands/save_file.hpp"

#include <fstream>

#include "pipeline/model/failure.hpp"

namespace carescan::app {

void save_file(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream out(file, std::ios::binary);
  out << bytes;
  if (!out.flush())
    throw Failure{"out-unwritable", file.string(), "the file cannot be written", "choose another --out"};
}

}  // namespace carescan::app
