#include "pipeline/review/open_document.hpp"

#include "pipeline/records/identity.hpp"

namespace fs = std::filesystem;

namespace carescan::review {

void OpenDocument::decide(const FormTemplate& form) {
  record = batch::record_of(kept, form, corrections);
}

batch::Held OpenDocument::machine_reading(const RecordField& field) const {
  if (field.read_as) return {field.read_as->state, field.read_as->value, field.read_as->text};
  return {field.state, field.value, field.text};
}

std::shared_ptr<OpenDocument> open_document(const batch::OutFolder& out, const std::string& id,
                                            const FormTemplate& form) {
  const fs::path file = out.document(id) / "reading.json";
  auto document = std::make_shared<OpenDocument>();
  std::error_code away;
  document->read_at = fs::last_write_time(file, away);
  const std::string json = batch::read_file(file);
  document->kept = batch::kept_reading_from_json(json, file.string());
  document->reading_sha256 = records::sha256_hex(json);
  document->corrections = batch::read_corrections(out.corrections(id));
  document->decide(form);
  return document;
}

bool is_current(const batch::OutFolder& out, const OpenDocument& document) {
  std::error_code away;
  return fs::last_write_time(out.document(document.kept.id) / "reading.json", away) == document.read_at && !away;
}

std::shared_ptr<OpenDocument> OpenDocuments::find(const std::string& id) {
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return nullptr;
  last_used_.splice(last_used_.begin(), last_used_, found->second);
  return last_used_.front();
}

void OpenDocuments::keep(std::shared_ptr<OpenDocument> document) {
  const std::string id = document->kept.id;
  drop(id);
  last_used_.push_front(std::move(document));
  by_id_[id] = last_used_.begin();
  if (last_used_.size() <= most_) return;
  by_id_.erase(last_used_.back()->kept.id);
  last_used_.pop_back();
}

void OpenDocuments::drop(const std::string& id) {
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return;
  last_used_.erase(found->second);
  by_id_.erase(found);
}

}  // namespace carescan::review
