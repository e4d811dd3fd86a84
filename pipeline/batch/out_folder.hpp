#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace carescan::batch {

/// Every name on disk below OUT, and the only ways in which files get there.
///
/// The file system is the database: a file is either whole or not there. Files are written to `staging/` and renamed
/// into place after fsync; folders likewise. A run has a staging folder of its own and wipes it at the end; what a
/// killed run left is wiped by the next run on the same host. Drawback: staging must be on the same file system as the
/// rest of OUT, which is why it is inside it.
struct OutFolder {
  std::filesystem::path root;
  std::string run_name = "run";  ///< of the run writing here, "<host>-<pid>": two runs never share a staging folder

  std::filesystem::path run() const { return root / "run.json"; }
  std::filesystem::path ledger() const { return root / "ledger"; }
  std::filesystem::path ledger(std::string_view sha256) const { return ledger() / (std::string(sha256) + ".json"); }
  std::filesystem::path seen(std::string_view sha256) const { return ledger() / (std::string(sha256) + ".seen.json"); }
  std::filesystem::path documents() const { return root / "documents"; }
  std::filesystem::path document(std::string_view id) const { return documents() / id; }
  std::filesystem::path quarantine() const { return root / "quarantine"; }
  /// Base name of a quarantined page; ".json" and ".jpg" are appended.
  static std::string quarantine_name(std::string_view sha256, int page) {
    return std::string(sha256) + "-p" + std::to_string(page);
  }
  /// Documents that a person has corrected and that a later reading no longer yields: kept, never deleted.
  std::filesystem::path superseded() const { return root / "superseded"; }
  /// Proofs of documents that were removed on purpose (forget.hpp).
  std::filesystem::path forgotten() const { return root / "forgotten"; }
  std::filesystem::path forgotten(std::string_view id) const { return forgotten() / (std::string(id) + ".json"); }
  /// What a server answered when a document was pushed; outside of the document, which a new reading replaces.
  std::filesystem::path receipts() const { return root / "receipts"; }
  std::filesystem::path receipt(std::string_view id) const { return receipts() / (std::string(id) + ".json"); }
  std::filesystem::path staging() const { return root / ".staging" / run_name; }
  /// What persons decided about a document; where it was retired, in superseded/.
  std::filesystem::path corrections(std::string_view id) const;
  /// What persons decided about pages and people (decisions.hpp).
  std::filesystem::path decisions() const { return root / "decisions.jsonl"; }
  std::filesystem::path people() const { return root / "people.json"; }
  /// A policy for the next run, where the audit found the last one too generous.
  std::filesystem::path next_policy() const { return root / "policy.next.json"; }
  std::filesystem::path audit() const { return root / "audit.json"; }
  std::filesystem::path csv() const { return root / "records.csv"; }
  std::filesystem::path report() const { return root / "report.html"; }
  std::filesystem::path summary() const { return root / "summary.json"; }
};

/// While it lives, nobody else writes a decision into OUT or replaces a document that may have some: flock on
/// OUT/.decisions.lock, waited for. Throws Failure "out-unwritable".
class DecisionsLock {
 public:
  explicit DecisionsLock(const OutFolder&);
  ~DecisionsLock();
  DecisionsLock(const DecisionsLock&) = delete;
  DecisionsLock& operator=(const DecisionsLock&) = delete;

 private:
  int descriptor_;
};

/// Creates OUT and its folders (mode 0700). Throws Failure "out-unwritable".
void create(const OutFolder&);

/// Wipes this run's staging, and that of runs of this host which are no longer alive.
void wipe_staging(const OutFolder&);

/// Adds bytes at the end of a file, on disk when this returns. Throws Failure "out-unwritable".
void append_to_file(const std::filesystem::path& file, std::string_view bytes);

/// Writes a file in staging that only this process reads and that may be lost with it: not synced, and not renamed into
/// place as the others are. Throws Failure "out-unwritable".
void write_scratch(const std::filesystem::path& file, std::string_view bytes);

/// The bytes of a file. Throws Failure "file-unreadable".
std::string read_file(const std::filesystem::path& file);

/// Writes `bytes` so that a reader, also after a crash, sees the old content or the new, never half of it: written
/// beside (in staging), fsynced, renamed. Throws Failure "out-unwritable" (disk full, read-only, no permission).
void write_file(const OutFolder&, const std::filesystem::path& file, std::string_view bytes);

/// Moves a finished document folder from staging to documents/<id>. An older reading of the same document is replaced;
/// its corrections.jsonl (what a person typed) comes along, also out of superseded/. The caller holds DecisionsLock.
void commit_document(const OutFolder&, const std::filesystem::path& staged, std::string_view id);

/// Takes away a document that its source no longer yields; one with corrections moves to superseded/ instead.
void retire_document(const OutFolder&, std::string_view id);

}  // namespace carescan::batch
