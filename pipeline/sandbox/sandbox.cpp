#include "pipeline/sandbox/sandbox.hpp"

#include "pipeline/sandbox/calls.hpp"
#include "pipeline/sandbox/files.hpp"
#include "pipeline/sandbox/sanitized.hpp"

namespace carescan::sandbox {

const std::vector<std::filesystem::path>& system_files() {
  static const std::vector<std::filesystem::path> files{
      "/lib",  // shared libraries; a link to /usr/lib, or the folder itself
      "/lib64",
      "/usr/lib",
      "/usr/local/lib",
      "/etc/ld.so.cache",
      "/usr/share/tesseract-ocr",
      "/usr/share/poppler",
      "/usr/share/fonts",
      "/usr/local/share/fonts",
      "/usr/share/fontconfig",
      "/etc/fonts",
      "/var/cache/fontconfig",
      "/usr/share/zoneinfo",
      "/etc/localtime",
      "/sys/devices/system/cpu",  // OpenCV and the allocator ask how many processors and how much memory there is
      "/sys/fs/cgroup",
      "/sys/kernel/mm",
      "/proc/sys/vm",
      "/proc/meminfo",
      "/proc/cpuinfo",
      "/dev/urandom",
  };
  return files;
}

Means means() {
  return {can_confine_calls(), can_confine_files()};
}

void confine(const Reach& reach) {
  if (sanitized) return;
  if (can_confine_files()) confine_files(reach);  // before the calls that do it are taken away
  if (can_confine_calls()) confine_calls(!reach.run.empty());
}

}  // namespace carescan::sandbox
