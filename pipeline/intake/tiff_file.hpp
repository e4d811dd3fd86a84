#pragma once

#include <tiffio.h>

#include <filesystem>
#include <string_view>

namespace carescan::intake {

/// A TIFF opened by libtiff that counts its complaints instead of printing them, and closes itself.
class TiffFile {
 public:
  /// `max_bytes`: the largest single piece of memory libtiff may ask for. get() is null where it is no TIFF.
  TiffFile(const std::filesystem::path&, std::size_t max_bytes);
  /// A TIFF in memory; the bytes must outlive it.
  TiffFile(std::string_view bytes, std::size_t max_bytes);
  ~TiffFile();
  TiffFile(const TiffFile&) = delete;
  TiffFile& operator=(const TiffFile&) = delete;

  TIFF* get() const { return tiff_; }
  int complaints() const { return complaints_; }
  void forget_complaints() { complaints_ = 0; }
  /// Directories of the file; 0 where their chain is cut off or runs in a circle.
  int count_pages();

 private:
  struct Bytes {
    std::string_view all;
    std::size_t at = 0;
  };
  static tmsize_t read(thandle_t, void* into, tmsize_t count);
  static toff_t seek(thandle_t, toff_t offset, int whence);
  TIFFOpenOptions* options(std::size_t max_bytes);

  int complaints_ = 0;
  Bytes bytes_;
  TIFF* tiff_ = nullptr;
};

}  // namespace carescan::intake
