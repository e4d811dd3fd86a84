#pragma once

#include <sys/resource.h>

#include <filesystem>
#include <vector>

namespace carescan::sandbox {

/// What a program that reads hostile files may take of the machine.
struct Limits {
  rlim_t address_space = RLIM_INFINITY;  ///< bytes; not held under a sanitizer, which maps terabytes
  rlim_t cpu_seconds = RLIM_INFINITY;
};

/// Holds this process and its children to `limits`, and for good: no core dumps and no look into its memory (both would
/// show pictures of records), no new privileges, and it is killed when its parent dies.
void limit(const Limits& limits);

/// The files that a confined program may touch; folders with all below them. What does not exist is passed over.
struct Reach {
  std::vector<std::filesystem::path> read;
  std::vector<std::filesystem::path> write;  ///< read, too; nothing but files and folders may be made there
  std::vector<std::filesystem::path> run;    ///< programs that it may start; none: it cannot start any
};

/// Files of the system that libraries read while they work: shared libraries, fonts, Tesseract's and Poppler's data,
/// time zones, what the processor is. docs/reliability.md lists them; a test holds a run to the list.
const std::vector<std::filesystem::path>& system_files();

/// What the kernel can hold a program to. Without `files` (Linux before 5.19, or Landlock switched off) a confined
/// program still cannot reach the network or gain rights, but may read and write what its user may.
struct Means {
  bool calls = false;  ///< seccomp
  bool files = false;  ///< Landlock
};
Means means();

/// Takes from this process, its threads started later and its children, for good: every system call that reading pages
/// does not need (among them all of sockets, tracing, mounting, other users' rights) and every file outside `reach` and
/// system_files(). A call that is taken away fails with ENOSYS, a file with EACCES. Does nothing under a sanitizer, and
/// only what means() says. Throws std::system_error when the kernel refuses what it can do.
void confine(const Reach& reach);

}  // namespace carescan::sandbox
