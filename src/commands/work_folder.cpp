#include "src/commands/work_folder.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pipeline/model/failure.hpp"

namespace fs = std::filesystem;

namespace carescan::app {
namespace {

constexpr const char* lock_name = ".in-use";

/// A descriptor that holds the folder's lock for as long as the process lives, or -1 where another has it.
int lock_in(const fs::path& folder, int flags) {
  const int lock = ::open((folder / lock_name).c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW | flags, 0600);
  if (lock < 0 || ::flock(lock, LOCK_EX | LOCK_NB) == 0) return lock;
  ::close(lock);
  return -1;
}

bool is_own_folder(const fs::path& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode) && status.st_uid == ::geteuid();
}

/// Takes away what a killed process left: folders of this user with this beginning, whose lock nobody holds.
void clear_left_behind(const std::string& beginning) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(fs::temp_directory_path(), ignored)) {
    if (!entry.path().filename().string().starts_with(beginning) || !is_own_folder(entry.path())) continue;
    const int lock = lock_in(entry.path(), 0);  // one without a lock is just being made
    if (lock < 0) continue;
    fs::remove_all(entry.path(), ignored);
    ::close(lock);
  }
}

}  // namespace

WorkFolder::WorkFolder(const std::string& purpose) {
  const std::string beginning = "carescan-" + purpose + "-";
  clear_left_behind(beginning);
  std::string name = (fs::temp_directory_path() / (beginning + "XXXXXX")).string();
  if (!::mkdtemp(name.data()))
    throw Failure{"out-unwritable", name, "no folder can be made there", "set TMPDIR to a folder with room"};
  path = name;
  lock_ = lock_in(path, O_CREAT);
}

WorkFolder::~WorkFolder() {
  std::error_code ignored;
  fs::remove_all(path, ignored);
  if (lock_ >= 0) ::close(lock_);
}

}  // namespace carescan::app
