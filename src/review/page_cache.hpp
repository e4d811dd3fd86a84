#pragma once

#include <filesystem>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "pipeline/model/raster.hpp"

namespace carescan::web {

/// Decoded pages, those used last, so that the fields of one page are not decoded one by one. It never holds more than
/// `max_bytes` of pixels (and always the page asked for last). May be called from several threads.
class PageCache {
 public:
  explicit PageCache(std::size_t max_bytes) : max_bytes_(max_bytes) {}

  /// A page's picture, decoded again where the file has changed. Throws Failure "file-unreadable", "image-broken".
  std::shared_ptr<const Raster> page(const std::filesystem::path& jpeg);

  /// Bytes of pixels held now.
  std::size_t bytes() const;

 private:
  struct Held {
    std::string key;
    std::shared_ptr<const Raster> raster;
  };
  std::shared_ptr<const Raster> find(const std::string& key);
  void keep(const std::string& key, const std::shared_ptr<const Raster>&);

  std::size_t max_bytes_, bytes_ = 0;
  mutable std::mutex mutex_;
  std::list<Held> held_;  ///< used last first
  std::map<std::string, std::list<Held>::iterator> by_key_;
};

}  // namespace carescan::web
