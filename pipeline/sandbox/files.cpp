#include "pipeline/sandbox/files.hpp"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <system_error>

// Landlock as in the kernel's userspace-api/landlock: a ruleset names the rights that are taken away, and rules give
// some of them back below a folder. glibc has no functions for it.
namespace carescan::sandbox {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t read_rights = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t run_rights = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE;
constexpr std::uint64_t write_rights = read_rights | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG |
                                       LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                                       LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REFER;
constexpr std::uint64_t all_rights = write_rights | LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
                                     LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
                                     LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;
/// Rights that a rule for a single file may give.
constexpr std::uint64_t rights_of_a_file =
    LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE;

[[noreturn]] void refused(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

/// A file descriptor that is closed at the end.
struct Descriptor {
  int number;
  explicit Descriptor(int n) : number(n) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
};

void allow(const Descriptor& rules, const fs::path& path, std::uint64_t rights) {
  const Descriptor place(::open(path.c_str(), O_PATH | O_CLOEXEC));
  struct stat kind {};
  if (place.number < 0 || ::fstat(place.number, &kind) != 0) return;
  const landlock_path_beneath_attr rule{S_ISDIR(kind.st_mode) ? rights : rights & rights_of_a_file, place.number};
  if (::syscall(SYS_landlock_add_rule, rules.number, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0)
    refused("landlock_add_rule");
}

}  // namespace

bool can_confine_files() {
  return ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION) >= 2;
}

void confine_files(const Reach& reach) {
  const landlock_ruleset_attr taken{all_rights};
  const Descriptor rules(static_cast<int>(::syscall(SYS_landlock_create_ruleset, &taken, sizeof taken, 0)));
  if (rules.number < 0) refused("landlock_create_ruleset");
  for (const fs::path& path : system_files()) allow(rules, path, read_rights);
  for (const fs::path& path : reach.read) allow(rules, path, read_rights);
  for (const fs::path& path : reach.write) allow(rules, path, write_rights);
  for (const fs::path& path : reach.run) allow(rules, path, run_rights);
  if (!reach.run.empty())  // what starts a program reads its loader, and gives it /dev/null
    for (const char* folder : {"/lib", "/lib64", "/usr/lib"}) allow(rules, folder, run_rights);
  allow(rules, "/dev/null", LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE);
  if (::syscall(SYS_landlock_restrict_self, rules.number, 0) != 0) refused("landlock_restrict_self");
}

}  // namespace carescan::sandbox
