#pragma once

#include <filesystem>
#include <string>

namespace carescan::app {

/// A folder below the system's temporary one that only its owner can look into, gone with this object.
class WorkFolder {
 public:
  /// `purpose` is part of its name. Throws Failure "out-unwritable".
  explicit WorkFolder(const std::string& purpose);
  ~WorkFolder();
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;

  std::filesystem::path path;
};

}  // namespace carescan::app
