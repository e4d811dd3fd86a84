#include "pipeline/review/desk.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "pipeline/batch/audit.hpp"
#include "pipeline/batch/commit_document.hpp"
#include "pipeline/batch/decision_chain.hpp"
#include "pipeline/batch/ledger.hpp"
#include "pipeline/batch/merge.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/records/decide.hpp"
#include "pipeline/records/record_json.hpp"
#include "pipeline/review/lines.hpp"
#include "pipeline/review/open_document.hpp"
#include "pipeline/review/queue.hpp"
#include "pipeline/review/rebuilder.hpp"
#include "pipeline/review/reviewers.hpp"
#include "pipeline/review/words.hpp"

namespace fs = std::filesystem;

namespace carescan::review {
namespace {

using batch::Correction;
using batch::Held;

constexpr std::size_t most_open_documents = 128;

/// One review at a time has a run open; several reviewers sit at the same one.
class ReviewLock {
 public:
  explicit ReviewLock(const batch::OutFolder& out) {
    const fs::path file = out.root / ".review.lock";
    descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor_ >= 0 && ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
    if (descriptor_ >= 0) ::close(descriptor_);
    throw Failure{"review-busy", out.root.string(), "another review has this run open",
                  "work there: it can sign in more reviewers; or end it first"};
  }
  ~ReviewLock() { ::close(descriptor_); }
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

const RecordField& field_of(const Record& record, const std::string& name) {
  if (const RecordField* field = record.find(name)) return *field;
  throw Failure{"review-unknown", record.id, "the document has no such field", "ask for the document again"};
}

}  // namespace

struct Desk::Impl {
  Impl(const batch::OutFolder& folder, std::vector<FormTemplate> at_hand, Options given)
      : out(folder),
        options(std::move(given)),
        forms(std::move(at_hand)),
        lock(out),
        chain((batch::create(out), out)),
        open(most_open_documents),
        rebuilder({[this](const std::string& id) { rebuild(id); }, [this] { merge(); },
                   [this](const std::string& why) {
                     if (options.failed) options.failed(why);
                   },
                   options.merge_after_seconds}) {
    if (!options.now || !options.seconds) throw std::logic_error("a desk needs its clocks");
    fs::create_directories(pending_folder());
    know_documents();
    know_audit();
    indexer = std::thread([this] { index(); });
  }

  ~Impl() {
    stopping = true;
    indexer.join();
    rebuilder.finish();
  }

  fs::path pending_folder() const { return out.root / "review" / "pending"; }

  // ---- which documents there are

  const FormTemplate* form_at_hand(const batch::LedgerEntry& entry, const std::string& id) const {
    for (const FormTemplate& form : forms) {
      const auto read_with = entry.templates.find(form.id + " " + form.version);
      if (form.id == id && read_with != entry.templates.end() && read_with->second == form.sha256) return &form;
    }
    return nullptr;
  }

  void know_documents() {
    for (const batch::LedgerEntry& entry : batch::read_ledger(out))
      for (const std::string& id : entry.documents()) {
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

  void know_audit() {
    const std::optional<batch::Audit> audit = batch::read_audit(out);
    if (!audit) return;
    std::map<std::size_t, std::map<std::string, std::uint64_t>> ranks;
    for (std::size_t rank = 0; rank < audit->fields.size(); ++rank)
      if (const auto known = by_id.find(audit->fields[rank].document); known != by_id.end())
        ranks[known->second][audit->fields[rank].field] = rank + 1;
    for (auto& [document, of] : ranks) queue.draw(document, std::move(of));
  }

  /// Documents that a killed review left behind their decisions first; then every document is counted.
  void index() {
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

  void count(std::size_t i) {
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

  void place(std::size_t i, const Record& record, const std::map<std::string, Correction>& standing) {
    queue.set(i, record, standing);
    settled -= documents[i].settled;
    documents[i].settled = std::ranges::count_if(record.fields, &RecordField::reviewed);
    settled += documents[i].settled;
  }

  void recall(std::size_t i, const std::vector<Correction>& lines) {
    for (const Correction& line : lines) reviewers.remember(i, line);
  }

  // ---- one document

  std::size_t number_of(const std::string& id) const {
    const auto found = by_id.find(id);
    if (found == by_id.end() || documents[found->second].form == nullptr)
      throw Failure{"review-unknown", id, "there is no such document, or its form is not at hand",
                    "read the source again, or name its templates with --templates"};
    return found->second;
  }

  std::shared_ptr<OpenDocument> opened(std::size_t i) {
    const Known& known = documents[i];
    std::shared_ptr<OpenDocument> document = open.find(known.id);
    if (document && is_current(out, *document)) return document;
    const bool anew = document != nullptr;
    document = open_document(out, known.id, *known.form);
    open.keep(document);
    if (anew || !counted.contains(i)) {
      if (counted.insert(i).second) recall(i, document->corrections);
      place(i, document->record, batch::standing(document->corrections));
    }
    return document;
  }

  Mode mode_of(std::size_t i, const std::string& field) const {
    const Queue::Entry* entry = queue.find(i, field);
    return entry == nullptr ? Mode::confirm : entry->waiting.mode;
  }

  /// As a field is shown among the others of its document: accepted ones with their value, drawn for the audit or not.
  Mode open_mode_of(std::size_t i, const std::string& field) const {
    const Queue::Entry* entry = queue.find(i, field);
    return entry == nullptr || entry->waiting.audit ? Mode::confirm : entry->waiting.mode;
  }

  Item item_of(std::size_t i, const OpenDocument& document, const std::string& name, Mode mode) const {
    const RecordField& field = field_of(document.record, name);
    Item item{.document = documents[i].id,
              .field = field,
              .mode = mode,
              .group = 0,
              .version = version_of(document, field, mode)};
    if (mode != Mode::adjudicate) return item;
    const auto standing = batch::standing(document.corrections);
    const Correction& typed = standing.at(name);
    const Field& of_form = *documents[i].form->find(name);
    item.typed = words_of(of_form, typed.decided->state, typed.decided->value);
    item.typed_text = typed.decided->text;
    item.typed_by = typed.by;
    return item;
  }

  // ---- deciding

  /// Writes the line; the document is marked as behind it until it is rebuilt. False where a later reading of the
  /// document came in between.
  bool write(const std::string& reviewer, std::size_t i, OpenDocument& document, Correction& line) {
    const batch::DecisionsLock guard(out);
    if (!is_current(out, document)) return false;
    const fs::path marker = pending_folder() / document.kept.id;
    if (!fs::exists(marker)) batch::append_to_file(marker, "");
    line.at = options.now();
    line.by = reviewer;
    line.number = chain.append(out.document(document.kept.id) / "corrections.jsonl", batch::to_json(line)).number;
    document.corrections.push_back(line);
    document.decide(*documents[i].form);
    reviewers.remember(i, line);
    place(i, document.record, batch::standing(document.corrections));
    rebuilder.add(document.kept.id);
    return true;
  }

  Result decide(const std::string& reviewer, const Answer& answer) {
    const auto known = by_id.find(answer.document);
    if (known == by_id.end() || documents[known->second].form == nullptr)
      return {Outcome::refused, 0, "there is no such document"};
    const std::size_t i = known->second;
    const std::shared_ptr<OpenDocument> document = opened(i);
    const RecordField* shown = document->record.find(answer.field);
    const Field* of_form = documents[i].form->find(answer.field);
    if (shown == nullptr || of_form == nullptr) return {Outcome::refused, 0, "there is no such field"};
    // A field that was drawn for the audit may also be looked at in its document, where its value is shown.
    const Mode shown_as = open_mode_of(i, answer.field);
    const bool in_document = answer.version == version_of(*document, *shown, shown_as);
    const Mode mode = in_document ? shown_as : mode_of(i, answer.field);
    if (answer.version != version_of(*document, *shown, mode) ||
        queue.is_taken(i, answer.field, reviewer, options.seconds()))
      return {Outcome::stale, 0, "somebody else has just looked at this field, or has it on the screen"};
    const std::optional<Held> what = held_by(answer, *of_form, *shown, mode);
    if (!what) return {Outcome::refused, 0, "type what is written: this field is compared blind"};
    Correction line = line_of(answer, *what, *of_form, *shown, mode, *document);
    if (!write(reviewer, i, *document, line)) {
      open.drop(answer.document);
      return {Outcome::stale, 0, "the document was read again in the meantime"};
    }
    return {line.settles ? Outcome::settled : Outcome::adjudicate, line.number, ""};
  }

  std::optional<Undone> undo(const std::string& reviewer) {
    while (const std::optional<Reviewers::Said> last = reviewers.last(reviewer)) {
      const std::shared_ptr<OpenDocument> document = opened(last->document);
      const auto standing = batch::standing(document->corrections);
      const auto stands = standing.find(last->field);
      if (stands == standing.end() || stands->second.number != last->number) {
        reviewers.pass_over(reviewer, last->number);  // what another has said since is not this one's to take back
        continue;
      }
      Correction line = undoing(stands->second);
      if (write(reviewer, last->document, *document, line))
        return Undone{document->kept.id, last->field, column_key(document->record, last->field)};
      open.drop(document->kept.id);
    }
    return std::nullopt;
  }

  // ---- behind the decisions

  void rebuild(const std::string& id) {
    std::shared_ptr<const OpenDocument> document;
    const FormTemplate* form = nullptr;
    {
      const std::lock_guard guard(mutex);
      const auto known = by_id.find(id);
      if (known == by_id.end() || documents[known->second].form == nullptr) return;
      document = std::make_shared<OpenDocument>(*opened(known->second));
      form = documents[known->second].form;
    }
    const batch::DocumentFiles made = batch::document_files(document->kept, *form, document->corrections);
    const batch::DecisionsLock decisions(out);
    // Whoever decided something or read the document again in between has put it back in the line.
    if (!is_current(out, *document) ||
        batch::read_corrections(out.corrections(id)).size() != document->corrections.size())
      return rebuilder.add(id);
    batch::create(out);  // the staging folder goes with every merge
    batch::replace_files(out, id, made);
    fs::remove(pending_folder() / id);
  }

  void merge() {
    if (options.merge)
      options.merge();
    else
      batch::merge(out);
  }

  Progress progress(const std::string& reviewer) const {
    Progress p{.left = queue.left(),
               .settled = settled,
               .documents = static_cast<long>(documents.size()),
               .documents_left = queue.documents_left(),
               .stale = stale};
    reviewers.add_to(p, reviewer);
    return p;
  }

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
  Reviewers reviewers;
  long settled = 0, stale = 0;
  std::atomic<bool> indexing = true, stopping = false;
  Rebuilder rebuilder;
  std::thread indexer;
};

Desk::Desk(const batch::OutFolder& out, std::vector<FormTemplate> forms, Options options) {
  if (!fs::exists(out.ledger()))
    throw Failure{"out-missing", out.root.string(), "this folder is not the output of a run",
                  "name the folder given to carescan read --out"};
  impl_ = std::make_unique<Impl>(out, std::move(forms), std::move(options));
}

Desk::~Desk() = default;

Work Desk::work(const std::string& reviewer) {
  const std::lock_guard guard(impl_->mutex);
  return {.indexing = impl_->indexing,
          .pending = impl_->rebuilder.pending(),
          .progress = impl_->progress(reviewer),
          .columns = impl_->queue.columns(reviewer, impl_->options.seconds()),
          .adjudication = impl_->queue.adjudication(),
          .audit = impl_->queue.audit(),
          .chain_count = impl_->chain.count(),
          .chain_head = impl_->chain.head()};
}

std::vector<Item> Desk::lease(const std::string& reviewer, const std::string& column, std::size_t count,
                              const std::string& document) {
  const std::lock_guard guard(impl_->mutex);
  const double now = impl_->options.seconds();
  const std::optional<std::size_t> only = document.empty() ? std::nullopt : std::optional(impl_->number_of(document));
  std::vector<Item> items;
  std::map<std::uint64_t, int> groups;
  for (const Queue::Place& place :
       impl_->queue.lease(reviewer, column, count, only, now, now + impl_->options.lease_seconds)) {
    const std::shared_ptr<OpenDocument> open = impl_->opened(place.document);
    if (impl_->queue.find(place.document, place.field) == nullptr) continue;  // read again in the meantime
    items.push_back(impl_->item_of(place.document, *open, place.field, impl_->mode_of(place.document, place.field)));
    if (items.back().mode == Mode::confirm)
      items.back().group = groups.try_emplace(place.likeness, static_cast<int>(groups.size()) + 1).first->second;
  }
  return items;
}

std::vector<Result> Desk::decide(const std::string& reviewer, const std::vector<Answer>& answers) {
  std::vector<Result> results;
  for (const Answer& answer : answers) {
    const std::lock_guard guard(impl_->mutex);
    results.push_back(impl_->decide(reviewer, answer));
  }
  return results;
}

Checked Desk::check(const std::string& document, const std::string& name, const std::string& text) {
  const std::lock_guard guard(impl_->mutex);
  const std::size_t i = impl_->number_of(document);
  const std::shared_ptr<OpenDocument> open = impl_->opened(i);
  const FormTemplate& form = *impl_->documents[i].form;
  field_of(open->record, name);
  const Field& field = *form.find(name);
  const Typed typed = typed_value(field, text);
  Decisions decisions = batch::decisions_of(open->corrections, form);
  decisions[name] = {typed.state, typed.value, typed.text, {}, {}};
  const batch::KeptReading& kept = open->kept;
  const Record as_if = records::make_record(kept.id, form, kept.pages, kept.readings, kept.policy, decisions);
  Checked checked{typed.understood, typed.state, words_of(field, typed.state, typed.value), {}};
  for (const Issue& issue : as_if.issues)
    if (issue.field == name) checked.findings.push_back(issue);
  return checked;
}

std::optional<Undone> Desk::undo(const std::string& reviewer) {
  const std::lock_guard guard(impl_->mutex);
  return impl_->undo(reviewer);
}

long Desk::note(const std::string& json) {
  const std::lock_guard guard(impl_->mutex);
  const batch::DecisionsLock decisions(impl_->out);
  const long number = impl_->chain.append(impl_->out.decisions(), json).number;
  impl_->rebuilder.touch();
  return number;
}

std::vector<DocumentLine> Desk::documents(const std::string& after, std::size_t count) {
  const std::lock_guard guard(impl_->mutex);
  std::vector<DocumentLine> lines;
  const auto last = impl_->by_id.find(after);
  for (std::size_t i = last == impl_->by_id.end() ? 0 : last->second + 1;
       i < impl_->documents.size() && lines.size() < count; ++i) {
    const Known& known = impl_->documents[i];
    lines.push_back(
        {known.id, known.form_id, known.version, known.source, impl_->queue.left_of(i), known.settled, known.pages});
  }
  return lines;
}

Record Desk::record(const std::string& document) {
  const std::lock_guard guard(impl_->mutex);
  return impl_->opened(impl_->number_of(document))->record;
}

Item Desk::item(const std::string& document, const std::string& field) {
  const std::lock_guard guard(impl_->mutex);
  const std::size_t i = impl_->number_of(document);
  return impl_->item_of(i, *impl_->opened(i), field, impl_->open_mode_of(i, field));
}

const FormTemplate& Desk::form_of(const std::string& name) const {
  if (const auto known = impl_->by_id.find(name); known != impl_->by_id.end())
    return *impl_->documents[impl_->number_of(name)].form;
  for (const FormTemplate& form : impl_->forms)
    if (name.starts_with(form.id + "/" + form.version + "/")) return form;
  throw Failure{"review-unknown", name, "there is no such document or column", "ask what there is to do again"};
}

void Desk::release(const std::string& reviewer) {
  const std::lock_guard guard(impl_->mutex);
  impl_->queue.release(reviewer);
}

void Desk::finish() {
  impl_->rebuilder.finish();
}

}  // namespace carescan::review
