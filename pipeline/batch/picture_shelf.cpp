#include "pipeline/batch/picture_shelf.hpp"

#include <unistd.h>

#include <system_error>

#include "pipeline/batch/out_folder.hpp"
#include "pipeline/batch/out_unwritable.hpp"

namespace fs = std::filesystem;

namespace carescan::batch {

PictureShelf::PictureShelf(const OutFolder& out) : folder_(out.staging() / (std::to_string(::getpid()) + "-pictures")) {
  fs::remove_all(folder_);
  create_folder(folder_);
}

PictureShelf::~PictureShelf() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

fs::path PictureShelf::file(int page) const {
  return folder_ / (std::to_string(page) + ".jpg");
}

void PictureShelf::put(int page, std::string& picture) const {
  write_scratch(file(page), picture);
  std::string().swap(picture);  // clear() would keep the memory
}

std::string PictureShelf::at(int page) const {
  return read_file(file(page));
}

}  // namespace carescan::batch
