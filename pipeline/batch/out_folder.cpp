#include "pipeline/batch/out_folder.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <system_error>

#include "pipeline/batch/out_unwritable.hpp"
#include "pipeline/model/fault_point.hpp"
#include "pipeline/records/identity.hpp"

namespace fs = std::filesystem;

namespace carescan::batch {
namespace {

/// write(2) that can be made to fail in tests.
ssize_t write_some(int descriptor, std::string_view bytes) {
  if (const int fault = fault_before(Step::write)) return errno = fault, -1;
  return ::write(descriptor, bytes.data(), bytes.size());
}

bool sync_to_disk(int descriptor) {
  if (const int fault = fault_before(Step::sync)) return errno = fault, false;
  return ::fsync(descriptor) == 0;
}

void fsync_folder(const fs::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  sync_to_disk(descriptor);  // some file systems cannot sync a folder; its files are on disk in any case
  ::close(descriptor);
}

/// Writes all bytes, and says which error stopped it: 0 for none.
int write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = write_some(descriptor, bytes);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return 0;
}

enum class Keep { synced, scratch };

void write_through(const fs::path& file, std::string_view bytes, int mode = O_TRUNC, Keep keep = Keep::synced) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | mode | O_CLOEXEC, 0600);
  if (descriptor < 0) unwritable(file, errno);
  int error = write_all(descriptor, bytes);
  if (error == 0 && keep == Keep::synced && !sync_to_disk(descriptor)) error = errno;
  ::close(descriptor);
  if (error != 0) unwritable(file, error);
}

void rename_or_fail(const fs::path& from, const fs::path& to) {
  if (const int fault = fault_before(Step::rename)) unwritable(to, fault);
  if (::rename(from.c_str(), to.c_str()) != 0) unwritable(to, errno);
}

/// A name in staging that no other process uses: ours by process id, one per target.
fs::path staged_name(const OutFolder& out, const fs::path& target) {
  return out.staging() / (std::to_string(::getpid()) + "-" + records::sha256_hex(target.string()).substr(0, 16));
}

/// Puts `staged` where `target` is, atomically where the file system can swap two names. Elsewhere (NFS) the old folder
/// steps aside to `aside` first, which is never wiped: a kill in between loses nothing.
void replace_folder(const fs::path& staged, const fs::path& target, const fs::path& aside) {
  if (const int fault = fault_before(Step::rename)) unwritable(target, fault);
  if (::renameat2(AT_FDCWD, staged.c_str(), AT_FDCWD, target.c_str(), RENAME_EXCHANGE) == 0) {
    fs::remove_all(staged);
    return;
  }
  create_folder(aside.parent_path());
  fs::remove_all(aside);
  rename_or_fail(target, aside);
  rename_or_fail(staged, target);
  fs::remove_all(aside);
}

}  // namespace

std::filesystem::path OutFolder::corrections(std::string_view id) const {
  const fs::path here = document(id) / "corrections.jsonl", kept = superseded() / id / "corrections.jsonl";
  return !fs::exists(here) && fs::exists(kept) ? kept : here;
}

DecisionsLock::DecisionsLock(const OutFolder& out) {
  const fs::path file = out.root / ".decisions.lock";
  descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor_ < 0) unwritable(file, errno);
  while (::flock(descriptor_, LOCK_EX) != 0)
    if (errno != EINTR) {
      const int error = errno;
      ::close(descriptor_);
      unwritable(file, error);
    }
}

DecisionsLock::~DecisionsLock() {
  ::close(descriptor_);
}

void append_to_file(const fs::path& file, std::string_view bytes) {
  const bool is_new = !fs::exists(file);
  const std::uintmax_t before = is_new ? 0 : fs::file_size(file);
  try {
    write_through(file, bytes, O_APPEND);
  } catch (...) {  // half a line would spoil the next one, and a whole one that was not promised would be there twice
    std::error_code ignored;
    fs::resize_file(file, before, ignored);
    throw;
  }
  if (is_new) fsync_folder(file.parent_path());
}

void create(const OutFolder& out) {
  for (const fs::path& folder : {out.root, out.ledger(), out.documents(), out.quarantine(), out.staging()}) {
    std::error_code unknown;
    const bool is_new = !fs::exists(folder, unknown);
    create_folder(folder);
    if (is_new) ::chmod(folder.c_str(), 0700);
  }
}

void wipe_staging(const OutFolder& out) {
  std::error_code ignored;
  fs::remove_all(out.staging(), ignored);
  const std::string host = out.run_name.substr(0, out.run_name.rfind('-') + 1);
  for (const auto& folder : fs::directory_iterator(out.root / ".staging", ignored)) {
    const std::string name = folder.path().filename().string();
    if (!name.starts_with(host) || host.empty()) continue;
    const int pid = std::atoi(name.c_str() + host.size());
    if (pid > 0 && ::kill(pid, 0) != 0 && errno == ESRCH) fs::remove_all(folder.path(), ignored);
  }
  fs::remove(out.root / ".staging", ignored);
}

std::string read_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string bytes;
  std::array<char, 1 << 16> block;
  // Block by block: a stream that is copied whole takes an error for the end.
  while (in.read(block.data(), block.size()) || in.gcount() > 0)
    bytes.append(block.data(), static_cast<std::size_t>(in.gcount()));
  if (!in.eof() || in.bad())
    throw Failure{"file-unreadable", file.string(), "the file cannot be read",
                  "check that it is there and that you may read it: ls -l"};
  return bytes;
}

void write_scratch(const fs::path& file, std::string_view bytes) {
  write_through(file, bytes, O_TRUNC, Keep::scratch);
}

void write_file(const OutFolder& out, const fs::path& file, std::string_view bytes) {
  const fs::path staged = staged_name(out, file);
  write_through(staged, bytes);
  rename_or_fail(staged, file);
  fsync_folder(file.parent_path());
}

void commit_document(const OutFolder& out, const fs::path& staged, std::string_view id) {
  const fs::path target = out.document(id), aside = out.superseded() / id, typed = out.corrections(id);
  if (fs::exists(typed)) write_through(staged / "corrections.jsonl", read_file(typed));
  if (fs::exists(target))
    replace_folder(staged, target, aside);
  else
    rename_or_fail(staged, target);
  fsync_folder(out.documents());
}

void retire_document(const OutFolder& out, std::string_view id) {
  const fs::path folder = out.document(id);
  if (!fs::exists(folder / "corrections.jsonl")) {
    fs::remove_all(folder);
    return;
  }
  create_folder(out.superseded());
  const fs::path kept = out.superseded() / id;
  fs::remove_all(kept);
  rename_or_fail(folder, kept);
}

}  // namespace carescan::batch
