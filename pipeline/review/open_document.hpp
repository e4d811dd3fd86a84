#pragma once

#include <filesystem>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/batch/corrections.hpp"
#include "pipeline/batch/kept_reading.hpp"
#include "pipeline/batch/out_folder.hpp"

namespace carescan::review {

/// A document on the desk: what was read, what persons decided, and the record that follows from both.
struct OpenDocument {
  batch::KeptReading kept;
  std::string reading_sha256;
  std::filesystem::file_time_type read_at;  ///< of reading.json: a later reading is another document
  std::vector<batch::Correction> corrections;
  Record record;

  /// Decides anew, after a correction was added.
  void decide(const FormTemplate&);

  /// What the machine read of a field, whoever looked since.
  batch::Held machine_reading(const RecordField&) const;
};

/// Opens a document from disk. Throws Failure "reading-invalid", "corrections-invalid", "file-unreadable".
std::shared_ptr<OpenDocument> open_document(const batch::OutFolder&, const std::string& id, const FormTemplate&);

/// True while reading.json on disk is the one that was opened.
bool is_current(const batch::OutFolder&, const OpenDocument&);

/// The documents used last, so that memory stays flat however many there are.
class OpenDocuments {
 public:
  explicit OpenDocuments(std::size_t most) : most_(most) {}

  std::shared_ptr<OpenDocument> find(const std::string& id);
  void keep(std::shared_ptr<OpenDocument>);
  void drop(const std::string& id);

 private:
  std::size_t most_;
  std::list<std::shared_ptr<OpenDocument>> last_used_;  ///< latest first
  std::map<std::string, std::list<std::shared_ptr<OpenDocument>>::iterator> by_id_;
};

}  // namespace carescan::review
