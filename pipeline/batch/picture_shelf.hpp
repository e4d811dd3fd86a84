#pragma once

#include <filesystem>
#include <string>

#include "pipeline/batch/out_folder.hpp"

namespace carescan::batch {

/// Where a worker lays pictures of pages down until their documents are committed: files in staging, so that a source
/// of a thousand pages takes no more memory than one of ten. They go with the shelf.
class PictureShelf {
 public:
  explicit PictureShelf(const OutFolder&);
  ~PictureShelf();
  PictureShelf(const PictureShelf&) = delete;
  PictureShelf& operator=(const PictureShelf&) = delete;

  /// Lays the picture of a page of the source down and leaves the string empty. Throws Failure "out-unwritable".
  void put(int page, std::string& picture) const;
  /// The picture of a page. Throws Failure "file-unreadable" where none was laid down.
  std::string at(int page) const;

 private:
  std::filesystem::path file(int page) const;
  std::filesystem::path folder_;
};

}  // namespace carescan::batch
