#include "src/review/page_cache.hpp"

#include "pipeline/batch/out_folder.hpp"
#include "pipeline/intake/decode.hpp"

namespace carescan::web {
namespace {

/// A registered page is A4 at 150 dpi; a limit for what somebody else may have put there.
constexpr long max_pixels = 40'000'000;

/// A page that is read again is another picture.
std::string key_of(const std::filesystem::path& file) {
  std::error_code missing;
  const auto written = std::filesystem::last_write_time(file, missing);
  return file.string() + "|" + std::to_string(missing ? 0 : written.time_since_epoch().count());
}

}  // namespace

std::shared_ptr<const Raster> PageCache::page(const std::filesystem::path& jpeg) {
  const std::string key = key_of(jpeg);
  if (auto held = find(key)) return held;
  const auto raster = std::make_shared<const Raster>(
      intake::decode_jpeg(batch::read_file(jpeg), {max_pixels, jpeg.filename().string()}).raster);
  keep(key, raster);
  return raster;
}

std::size_t PageCache::bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

std::shared_ptr<const Raster> PageCache::find(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto at = by_key_.find(key);
  if (at == by_key_.end()) return nullptr;
  held_.splice(held_.begin(), held_, at->second);
  return at->second->raster;
}

void PageCache::keep(const std::string& key, const std::shared_ptr<const Raster>& raster) {
  const std::lock_guard lock(mutex_);
  if (by_key_.contains(key)) return;  // another thread was faster
  held_.push_front({key, raster});
  by_key_[key] = held_.begin();
  bytes_ += raster->size();
  while (bytes_ > max_bytes_ && held_.size() > 1) {
    bytes_ -= held_.back().raster->size();
    by_key_.erase(held_.back().key);
    held_.pop_back();
  }
}

}  // namespace carescan::web
