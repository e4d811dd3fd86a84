#include "src/commands/work_folder.hpp"

#include <stdlib.h>

#include "pipeline/model/failure.hpp"

namespace fs = std::filesystem;

namespace carescan::app {

WorkFolder::WorkFolder(const std::string& purpose) {
  std::string name = (fs::temp_directory_path() / ("carescan-" + purpose + "-XXXXXX")).string();
  if (!::mkdtemp(name.data()))
    throw Failure{"out-unwritable", name, "no folder can be made there", "set TMPDIR to a folder with room"};
  path = name;
}

WorkFolder::~WorkFolder() {
  std::error_code ignored;
  fs::remove_all(path, ignored);
}

}  // namespace carescan::app
