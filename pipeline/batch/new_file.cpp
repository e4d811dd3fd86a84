#include "pipeline/batch/new_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "pipeline/model/failure.hpp"

namespace fs = std::filesystem;

namespace carescan::batch {
namespace {

/// Once renamed, the file is to be whole after a power cut, too.
bool is_on_disk(const fs::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool synced = ::fsync(descriptor) == 0;
  ::close(descriptor);
  return synced;
}

}  // namespace

NewFile::NewFile(fs::path file)
    : file_(std::move(file)), partial_(fmt::format("{}.{}.partial", file_.string(), ::getpid())) {
  out_.open(partial_, std::ios::binary);
  if (!out_) fail();
}

NewFile::~NewFile() {
  std::error_code ignored;
  if (!partial_.empty()) fs::remove(partial_, ignored);
}

void NewFile::write(const std::string& bytes) {
  out_ << bytes;
  if (!out_) fail();
}

void NewFile::finish() {
  out_.close();
  if (out_ && !is_on_disk(partial_)) fail();
  std::error_code error;
  if (out_) fs::rename(partial_, file_, error);
  if (!out_ || error) fail();
  partial_.clear();
}

void NewFile::fail() const {
  throw Failure{"out-unwritable", file_.string(), "the file cannot be written", "choose another place"};
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw Failure{"out-unwritable", folder.string(), error.message(), "choose another place"};
}

}  // namespace carescan::batch
