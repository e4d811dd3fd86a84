#pragma once

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "pipeline/batch/decision_chain.hpp"
#include "pipeline/batch/ledger.hpp"
#include "pipeline/review/desk.hpp"
#include "pipeline/review/open_document.hpp"
#include "pipeline/review/queue.hpp"
#include "pipeline/review/rebuilder.hpp"
#include "pipeline/review/reviewers.hpp"

/// What is behind the desk's door (desk.hpp); nobody else includes this. But for the constructor, `index`, `rebuild`
/// and `merge`, all functions are called with `mutex` held.
namespace carescan::review {

/// One review at a time has a run open; several reviewers sit at the same one.
class ReviewLock {
 public:
  /// Throws Failure "review-busy".
  explicit ReviewLock(const batch::OutFolder&);
  ~ReviewLock();
  ReviewLock(const ReviewLock&) = delete;
  ReviewLock& operator=(const ReviewLock&) = delete;

 private:
  int descriptor_;
};

/// What the desk knows of a document without opening it.
struct Known {
  std::string id, form_id, version, source;
  const FormTemplate* form = nullptr;  ///< null: not at hand in the version that it was read with
  long pages = 0, settled = 0;
};

/// Throws Failure "review-unknown".
const RecordField& field_of(const Record&, const std::string& name);

struct Desk::Impl {
  Impl(const batch::OutFolder& folder, std::vector<FormTemplate> at_hand, Options given);
  ~Impl();
  std::filesystem::path pending_folder() const;

  // which documents there are
  const FormTemplate* form_at_hand(const batch::LedgerEntry& entry, const std::string& id) const;
  void know_documents();
  void know_audit();
  /// Documents that a killed review left behind their decisions first; then every document is counted.
  void index();
  void count(std::size_t i);
  void place(std::size_t i, const Record& record, const std::map<std::string, batch::Correction>& standing);
  void recall(std::size_t i, const std::vector<batch::Correction>& lines);

  // one document
  std::size_t number_of(const std::string& id) const;
  std::shared_ptr<OpenDocument> opened(std::size_t i);
  /// False for a document that was forgotten, or that a later reading of its source did not yield: nothing waits of it
  /// any more.
  bool is_there(std::size_t i);
  Mode mode_of(std::size_t i, const std::string& field) const;
  /// As a field is shown among the others of its document: accepted ones with their value, drawn for the audit or not.
  Mode open_mode_of(std::size_t i, const std::string& field) const;
  Item item_of(std::size_t i, const OpenDocument& document, const std::string& name, Mode mode);

  // deciding
  /// Writes the line; the document is marked as behind it until it is rebuilt. False where a later reading of the
  /// document came in between.
  bool write(const std::string& reviewer, std::size_t i, OpenDocument& document, batch::Correction& line);
  Result decide(const std::string& reviewer, const Answer& answer);
  std::optional<Undone> undo(const std::string& reviewer);

  // behind the decisions
  void rebuild(const std::string& id);
  void merge();
  Progress progress(const std::string& reviewer) const;

  batch::OutFolder out;
  Options options;
  std::vector<FormTemplate> forms;
  ReviewLock lock;
  batch::Chain chain;
  std::mutex mutex;
  OpenDocuments open;
  std::vector<Known> documents;
  std::map<std::string, std::size_t> by_id;
  std::set<std::size_t> counted;
  Queue queue;
  Vocabulary vocabulary;
  Reviewers reviewers;
  long settled = 0, stale = 0;
  std::atomic<bool> indexing = true, stopping = false;
  Rebuilder rebuilder;
  std::thread indexer;
};

}  // namespace carescan::review
