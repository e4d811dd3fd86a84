#pragma once

#include <filesystem>
#include <string>

namespace carescan::app {

/// A folder below the system's temporary one that only its owner can look into, gone with this object; what a killed
/// process left there goes when the next one of the same purpose begins.
class WorkFolder {
 public:
  /// `purpose` is part of its name. Throws Failure "out-unwritable".
  explicit WorkFolder(const std::string& purpose);
  ~WorkFolder();
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;

  std::filesystem::path path;

 private:
  int lock_ = -1;  ///< held while the folder is in use
};

}  // namespace carescan::app
