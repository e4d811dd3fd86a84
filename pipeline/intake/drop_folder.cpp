#include "pipeline/intake/drop_folder.hpp"

#include <poll.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <optional>
#include <utility>

namespace carescan::intake {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;

nanoseconds moment(const timespec& time) {
  return std::chrono::seconds(time.tv_sec) + nanoseconds(time.tv_nsec);
}

/// When a file was last changed, by the clock of the file system: also its name, so that a file that was moved here
/// with an old date is as new as it is.
std::optional<nanoseconds> changed_at(const fs::path& file, std::uintmax_t* size = nullptr) {
  struct stat found {};
  if (::stat(file.c_str(), &found) != 0) return std::nullopt;
  if (size != nullptr) *size = static_cast<std::uintmax_t>(found.st_size);
  return moment(found.st_ctim);
}

/// A clock that jumped back would make a file of the future: it counts as changed now, and is looked at again.
nanoseconds age_of(nanoseconds changed) {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  return std::max(nanoseconds(0), moment(now) - changed);
}

}  // namespace

DropFolder::DropFolder(std::vector<fs::path> paths, Patience patience)
    : paths_(std::move(paths)), patience_(patience), events_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
  for (const fs::path& path : paths_) watch(path);
  for (const Source& source : find_sources(paths_)) watch(source.files.front().parent_path());
}

DropFolder::~DropFolder() {
  if (events_ >= 0) ::close(events_);
}

/// What cannot be watched (too many folders, no inotify) is looked at again every patience_.look_again.
void DropFolder::watch(const fs::path& folder) {
  constexpr std::uint32_t wanted =
      IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE | IN_ATTRIB | IN_ONLYDIR;
  if (const int number = ::inotify_add_watch(events_, folder.c_str(), wanted); number >= 0)
    folders_[number] = fs::weakly_canonical(folder);
}

/// Takes what the kernel tells, at most so long as nothing comes.
void DropFolder::listen(int at_most_ms) {
  pollfd told{events_, POLLIN, 0};
  if (::poll(&told, 1, at_most_ms) <= 0) return;
  alignas(inotify_event) std::array<char, 1 << 14> block;
  for (ssize_t size; (size = ::read(events_, block.data(), block.size())) > 0;)
    for (const char* at = block.data(); at < block.data() + size;) {
      const auto* event = reinterpret_cast<const inotify_event*>(at);
      at += sizeof *event + event->len;
      if ((event->mask & IN_Q_OVERFLOW) != 0) being_written_.clear(), unfinished_ = true;  // its end may have been told
      const auto folder = folders_.find(event->wd);
      if (event->len == 0 || folder == folders_.end()) continue;
      const fs::path file = folder->second / event->name;
      if ((event->mask & IN_MODIFY) != 0) being_written_.insert(file);
      if ((event->mask & (IN_CLOSE_WRITE | IN_DELETE | IN_MOVED_FROM)) != 0) being_written_.erase(file);
      unfinished_ = true;
    }
}

bool DropFolder::is_whole(const Source& source) const {
  const milliseconds quiet = source.files.size() > 1 ? patience_.numbered_set : patience_.file;
  return std::ranges::all_of(source.files, [&](const fs::path& file) {
    const std::optional<nanoseconds> changed = changed_at(file);
    return changed && age_of(*changed) >= quiet && !being_written_.contains(file);
  });
}

/// Whether the whole sources are others than last time.
bool DropFolder::look() {
  std::map<fs::path, Stamp> now;
  unfinished_ = false;
  for (const Source& source : find_sources(paths_)) {
    watch(source.files.front().parent_path());
    if (!is_whole(source)) {
      unfinished_ = true;
      continue;
    }
    for (const fs::path& file : source.files)
      if (Stamp stamp; const auto changed = changed_at(file, &stamp.first)) {
        stamp.second = *changed;
        now[file] = stamp;
      }
  }
  const bool is_new = std::ranges::any_of(now, [&](const auto& file) {
    const auto before = known_.find(file.first);
    return before == known_.end() || before->second != file.second;
  });
  known_ = std::move(now);
  return is_new;
}

bool DropFolder::wait(const std::atomic<bool>& stop) {
  constexpr int step_ms = 250;  // a signal that comes just before poll() waits as long
  for (milliseconds waited{0}; !stop;) {
    listen(first_ ? 0 : step_ms);
    waited += milliseconds(step_ms);
    const bool due = first_ || unfinished_ || waited >= patience_.look_again;
    if (!due) continue;
    waited = milliseconds(0);
    const bool found = look();
    if (std::exchange(first_, false) || found) return !stop;
  }
  return false;
}

}  // namespace carescan::intake
