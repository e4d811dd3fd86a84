#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "pipeline/intake/source.hpp"

namespace carescan::intake {

/// How long nothing may have happened to a scan before it is taken to be whole.
struct Patience {
  std::chrono::milliseconds file{3'000};
  /// A numbered set, whose next page may still be on its way through the scanner. Longer: people wait. Shorter: a set
  /// that was slow is read twice, as what was there then and as what is there now.
  std::chrono::milliseconds numbered_set{60'000};
  /// How often to look where the kernel tells nothing: folders of other machines.
  std::chrono::milliseconds look_again{10'000};
};

/// The folders into which a scanner or a person drops files, while somebody waits for them. inotify wakes it; what is
/// there is always looked up anew, so that an event that was lost is no file that was lost.
class DropFolder {
 public:
  /// Throws Failure "path-missing".
  explicit DropFolder(std::vector<std::filesystem::path> paths, Patience patience = {});
  ~DropFolder();
  DropFolder(const DropFolder&) = delete;
  DropFolder& operator=(const DropFolder&) = delete;

  /// Whether nobody is writing the source: no file of it is open for writing as far as the kernel told, and none was
  /// changed a short time ago.
  bool is_whole(const Source&) const;

  /// The first time returns at once, later when another whole source is there than last time, or one with other
  /// content; false when `stop` turned true.
  bool wait(const std::atomic<bool>& stop);

 private:
  using Stamp = std::pair<std::uintmax_t, std::chrono::nanoseconds>;  // size, moment of the last change
  void listen(int at_most_ms);
  void watch(const std::filesystem::path& folder);
  bool look();

  std::vector<std::filesystem::path> paths_;
  Patience patience_;
  int events_;
  std::map<int, std::filesystem::path> folders_;  // by inotify's number
  std::set<std::filesystem::path> being_written_;
  std::map<std::filesystem::path, Stamp> known_;
  bool first_ = true, unfinished_ = false;
};

}  // namespace carescan::intake
