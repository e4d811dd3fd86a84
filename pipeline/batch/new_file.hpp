#pragma once

#include <filesystem>
#include <fstream>
#include <string>

namespace carescan::batch {

/// A file of an export: written beside its name, and named once it is whole. What is never finished is taken away again:
/// it holds people's data, and nobody would look for it. Every member throws Failure "out-unwritable".
class NewFile {
 public:
  explicit NewFile(std::filesystem::path file);
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  ~NewFile();
  void write(const std::string& bytes);
  void finish();

 private:
  [[noreturn]] void fail() const;

  std::filesystem::path file_, partial_;
  std::ofstream out_;
};

/// Makes the folder of an export. Throws Failure "out-unwritable".
void make_folder(const std::filesystem::path&);

}  // namespace carescan::batch
