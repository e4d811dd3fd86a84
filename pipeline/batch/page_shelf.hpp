#pragma once

#include <filesystem>
#include <string>

#include "pipeline/batch/out_folder.hpp"
#include "pipeline/batch/read_page.hpp"

namespace carescan::batch {

/// Where a worker lays pages that it has read down until their documents are committed: files in staging, so that a
/// source of a thousand pages takes no more memory than one of ten. They go with the shelf.
class PageShelf {
 public:
  /// For the pages of one source. Its hash is in the folder's name: on machines that share OUT, and a name, processes
  /// may have one number, and one's page must never be taken for the other's.
  PageShelf(const OutFolder&, const std::string& source_sha256);
  ~PageShelf();
  PageShelf(const PageShelf&) = delete;
  PageShelf& operator=(const PageShelf&) = delete;

  /// Lays a page down, to be had again by its number in the source. Throws Failure "out-unwritable".
  void put(const FormPageRead&) const;
  /// The page with this number, to the last digit. Throws Failure "file-unreadable" where none was laid down.
  FormPageRead at(int source_page) const;
  /// FormPageRead::sketch alone, which twins are known by. Throws as `at`.
  imaging::InkSketch sketch(int source_page) const;

 private:
  std::filesystem::path file(int source_page, const char* extension) const;
  std::filesystem::path folder_;
};

}  // namespace carescan::batch
