// What the desk finds out about a run when it is opened: its documents, which of their fields wait, who decided what.
#include <algorithm>

#include "pipeline/batch/audit.hpp"
#include "pipeline/batch/forget.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/records/record_json.hpp"
#include "pipeline/review/desk_impl.hpp"

namespace fs = std::filesystem;

namespace carescan::review {

using batch::Correction;

const FormTemplate* Desk::Impl::form_at_hand(const batch::LedgerEntry& entry, const std::string& id) const {
  for (const FormTemplate& form : forms) {
    const auto read_with = entry.templates.find(form.id + " " + form.version);
    if (form.id == id && read_with != entry.templates.end() && read_with->second == form.sha256) return &form;
  }
  return nullptr;
}

void Desk::Impl::know_documents() {
  for (const batch::LedgerEntry& entry : batch::read_ledger(out))
    for (const std::string& id : entry.documents()) {
      if (batch::is_forgotten(out, id)) continue;
      Known known{.id = id, .form_id = {}, .version = {}, .source = entry.name};
      for (const batch::LedgerPage& page : entry.pages)
        if (page.document == id) {
          known.form_id = page.form;
          ++known.pages;
        }
      known.form = form_at_hand(entry, known.form_id);
      if (known.form != nullptr) known.version = known.form->version;
      by_id[id] = documents.size();
      documents.push_back(std::move(known));
    }
}

void Desk::Impl::know_audit() {
  const std::optional<batch::Audit> audit = batch::read_audit(out);
  if (!audit) return;
  std::map<std::size_t, std::map<std::string, std::uint64_t>> ranks;
  for (std::size_t rank = 0; rank < audit->fields.size(); ++rank)
    if (const auto known = by_id.find(audit->fields[rank].document); known != by_id.end())
      ranks[known->second][audit->fields[rank].field] = rank + 1;
  for (auto& [document, of] : ranks) queue.draw(document, std::move(of));
}

void Desk::Impl::index() {
  std::error_code none;
  for (const auto& left : fs::directory_iterator(pending_folder(), none))
    rebuilder.add(left.path().filename().string());
  for (std::size_t i = 0; i < documents.size() && !stopping; ++i) {
    try {
      count(i);
    } catch (const Failure& failure) {
      if (options.failed) options.failed(failure.path + ": " + failure.why + " (" + failure.code + ")");
    }
  }
  indexing = false;
}

void Desk::Impl::count(std::size_t i) {
  Known& known = documents[i];
  if (known.form == nullptr) {
    const std::lock_guard guard(mutex);
    ++stale;
    return;
  }
  const bool touched = fs::exists(out.corrections(known.id));
  const fs::path file = out.document(known.id) / "record.json";
  const std::shared_ptr<OpenDocument> document = touched ? open_document(out, known.id, *known.form) : nullptr;
  const Record record = touched ? document->record : records::record_from_json(batch::read_file(file), file.string());
  const std::lock_guard guard(mutex);
  if (counted.contains(i)) return;  // somebody was faster and decided something in it
  counted.insert(i);
  if (touched) recall(i, document->corrections);
  place(i, record, touched ? batch::standing(document->corrections) : std::map<std::string, Correction>{});
}

void Desk::Impl::place(std::size_t i, const Record& record, const std::map<std::string, Correction>& standing) {
  vocabulary.set(i, record);
  const FormTemplate& form = *documents[i].form;
  queue.set(i, record, standing, [&](const RecordField& field) {
    const Field* of_form = form.find(field.name);
    return of_form != nullptr && !vocabulary.knows(form, *of_form, field.value);
  });
  settled -= documents[i].settled;
  documents[i].settled = std::ranges::count_if(record.fields, &RecordField::reviewed);
  settled += documents[i].settled;
}

void Desk::Impl::recall(std::size_t i, const std::vector<Correction>& lines) {
  for (const Correction& line : lines) reviewers.remember(i, line);
}

}  // namespace carescan::review
