#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/batch/out_folder.hpp"

namespace carescan::batch {

/// One line of OUT's chain of decisions: a JSON object that ends with its number, the hash of the line before and its
/// own. What persons decided about a document lies in its corrections.jsonl, what they decided about pages and people
/// in OUT/decisions.jsonl; numbers run through all of them, so that a line, a file or a document that was taken away or
/// changed leaves a gap.
struct ChainLine {
  long number = 0;
  std::string previous, hash;  ///< SHA-256, hex; `previous` of line 1 is 64 zeros
  std::string json;            ///< the whole line as it stands, without the line break
  std::filesystem::path file;
  bool forgotten = false;  ///< of a document that was removed on purpose: what it said is gone, its place is kept
};

/// Something in the chain that does not hold.
struct ChainBreak {
  std::filesystem::path file;
  long number = 0;
  std::string why;
};

/// The lines of one file in their order. A last line without its line break was never acknowledged and is left out.
std::vector<ChainLine> read_lines(const std::filesystem::path& file);

/// All lines of a run by number, the places of those that were forgotten among them.
std::vector<ChainLine> read_chain(const OutFolder&);

/// Every place where hashes, numbers or links do not hold; empty where all is as it was written. A chain that was cut
/// at its end, or written anew from its beginning, cannot be told from one that is whole: its head must be kept
/// elsewhere for that.
std::vector<ChainBreak> check_chain(const std::vector<ChainLine>&);

/// The end of the chain, where new lines are hung on. One at a time has it: the holder of the run's review lock.
class Chain {
 public:
  explicit Chain(const OutFolder&);

  long count() const { return count_; }
  const std::string& head() const { return head_; }

  /// Hangs a JSON object (its text, "{…}" with at least one member) on the chain, in `file`; on disk when this returns.
  /// Throws Failure "out-unwritable".
  ChainLine append(const std::filesystem::path& file, const std::string& json);

 private:
  OutFolder out_;
  long count_ = 0;
  std::string head_;
};

}  // namespace carescan::batch
