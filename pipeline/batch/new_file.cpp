#include "pipeline/batch/new_file.hpp"

#include "pipeline/model/failure.hpp"

namespace fs = std::filesystem;

namespace carescan::batch {

NewFile::NewFile(fs::path file) : file_(std::move(file)), partial_(file_.string() + ".partial") {
  out_.open(partial_, std::ios::binary);
  if (!out_) fail();
}

void NewFile::write(const std::string& bytes) {
  out_ << bytes;
  if (!out_) fail();
}

void NewFile::finish() {
  out_.close();
  std::error_code error;
  if (out_) fs::rename(partial_, file_, error);
  if (!out_ || error) fail();
}

void NewFile::fail() const {
  throw Failure{"out-unwritable", file_.string(), "the file cannot be written", "choose another --to"};
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw Failure{"out-unwritable", folder.string(), error.message(), "choose another --to"};
}

}  // namespace carescan::batch
