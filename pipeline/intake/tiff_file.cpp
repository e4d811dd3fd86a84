#include "pipeline/intake/tiff_file.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>

namespace carescan::intake {
namespace {

int count_complaint(TIFF*, void* complaints, const char*, const char*, va_list) {
  ++*static_cast<int*>(complaints);
  return 1;  // said and done: libtiff prints nothing
}

tmsize_t write_nothing(thandle_t, void*, tmsize_t) {
  return 0;
}
int close_nothing(thandle_t) {
  return 0;
}
int map_nothing(thandle_t, void**, toff_t*) {
  return 0;
}
void unmap_nothing(thandle_t, void*, toff_t) {}

}  // namespace

TIFFOpenOptions* TiffFile::options(std::size_t max_bytes) {
  TIFFOpenOptions* o = TIFFOpenOptionsAlloc();
  TIFFOpenOptionsSetMaxSingleMemAlloc(o, static_cast<tmsize_t>(max_bytes));
  TIFFOpenOptionsSetErrorHandlerExtR(o, count_complaint, &complaints_);
  TIFFOpenOptionsSetWarningHandlerExtR(o, count_complaint, &complaints_);
  return o;
}

// Mapped into memory: without it libtiff 4.5 rejects uncompressed tiles ("Invalid tile byte count").
TiffFile::TiffFile(const std::filesystem::path& path, std::size_t max_bytes) {
  TIFFOpenOptions* o = options(max_bytes);
  tiff_ = TIFFOpenExt(path.c_str(), "r", o);
  TIFFOpenOptionsFree(o);
}

TiffFile::TiffFile(std::string_view bytes, std::size_t max_bytes) : bytes_{bytes} {
  const auto size = [](thandle_t self) -> toff_t { return static_cast<TiffFile*>(self)->bytes_.all.size(); };
  TIFFOpenOptions* o = options(max_bytes);
  tiff_ = TIFFClientOpenExt("memory", "rm", this, read, write_nothing, seek, close_nothing, size, map_nothing,
                            unmap_nothing, o);
  TIFFOpenOptionsFree(o);
}

TiffFile::~TiffFile() {
  if (tiff_ != nullptr) TIFFClose(tiff_);
}

int TiffFile::count_pages() {
  const auto pages = static_cast<int>(TIFFNumberOfDirectories(tiff_));
  return complaints_ == 0 ? pages : 0;
}

tmsize_t TiffFile::read(thandle_t self, void* into, tmsize_t count) {
  Bytes& b = static_cast<TiffFile*>(self)->bytes_;
  const std::size_t left = b.all.size() - std::min(b.at, b.all.size());
  const std::size_t n = std::min(static_cast<std::size_t>(std::max<tmsize_t>(count, 0)), left);
  if (n > 0) std::memcpy(into, b.all.data() + b.at, n);
  b.at += n;
  return static_cast<tmsize_t>(n);
}

toff_t TiffFile::seek(thandle_t self, toff_t offset, int whence) {
  Bytes& b = static_cast<TiffFile*>(self)->bytes_;
  const toff_t base = whence == SEEK_CUR ? b.at : whence == SEEK_END ? b.all.size() : 0;
  b.at = static_cast<std::size_t>(base + offset);
  return b.at;
}

}  // namespace carescan::intake
