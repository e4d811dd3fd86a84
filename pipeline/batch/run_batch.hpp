#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/batch/decisions.hpp"
#include "pipeline/batch/ledger.hpp"
#include "pipeline/batch/workers.hpp"

namespace carescan::batch {

/// One part of a batch that several machines share: sources whose hash falls on `index` of `count`.
struct Shard {
  int index = 0, count = 1;
};

struct RunOptions {
  std::vector<std::filesystem::path> paths;
  DeskSetup desk;
  WorkerOptions workers;
  std::filesystem::path prints = {};  ///< of the forms that carescan comes with, prepared; empty: none
  std::optional<Shard> shard;  ///< none: the whole batch, merged at the end
  bool fail_fast = false;      ///< stop after the first file that fails
  /// Sources for which it is false are passed over: somebody is still writing them (intake/drop_folder.hpp).
  std::function<bool(const intake::Source&)> is_whole = {};
  std::string now;  ///< FHIR instant at which this run sees new sources for the first time
};

/// One source of the run, as it stands in the ledger.
struct SourceDone {
  const LedgerEntry& entry;
  bool fresh;            ///< read now, not taken from an earlier run
  long accepted, asked;  ///< fields; 0 when not fresh
};

struct RunListener {
  std::function<void(std::size_t sources, std::size_t to_read)> planned;
  std::function<void(std::size_t source, int page, int of)> page_done;
  std::function<void(const SourceDone&)> source_done;
};

struct RunResult {
  long sources = 0, read_now = 0, failed_sources = 0, pages_read_now = 0;
  long invalid_bundles = 0;
  bool interrupted = false;
  std::string bug;  ///< what a worker said of a bug of ours, empty where none was met
};

/// A batch: finds sources, notes each as seen, reads those that the ledger does not hold yet or that a changed
/// template, policy, provider or engine made stale, and (unless sharded) merges. The same call again continues where it
/// stopped. Turning `stop` true ends it cleanly (fail_fast does so itself). Failures of single files are told through
/// the listener and the ledger; throws Failure for what stops everything.
RunResult run_batch(const RunOptions&, const RunListener&, std::atomic<bool>& stop);

/// True when the entry was made with what is on the desk now, and with what persons say of its pages now: nothing of it
/// would come out differently.
bool is_current(const LedgerEntry&, const std::string& made_by, const std::vector<FormTemplate>&,
                const OutDecisions& = {});

}  // namespace carescan::batch
