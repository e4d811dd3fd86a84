#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "pipeline/intake/write_image.hpp"
#include "pipeline/model/trace.hpp"

namespace carescan::batch {

/// Writes trace pictures as PNG into a folder, named after source hash and page (never after a file or a person).
class FolderTrace : public Trace {
 public:
  FolderTrace(std::filesystem::path folder, std::string prefix)
      : folder_(std::move(folder)), prefix_(std::move(prefix)) {}
  bool wanted() const { return !folder_.empty(); }
  void picture(std::string_view name, const Raster& raster) override {
    std::filesystem::create_directories(folder_);
    std::ofstream(folder_ / (prefix_ + "-" + std::string(name) + ".png"), std::ios::binary)
        << intake::encode_png(raster, 150);
  }

 private:
  std::filesystem::path folder_;
  std::string prefix_;
};

}  // namespace carescan::batch
