#include "pipeline/review/desk_impl.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>

#include "pipeline/batch/commit_document.hpp"
#include "pipeline/batch/merge.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/records/record_json.hpp"
#include "pipeline/review/lines.hpp"
#include "pipeline/review/words.hpp"

namespace fs = std::filesystem;

namespace carescan::review {

using batch::Correction;
using batch::Held;

/// A screen and the next one.
constexpr std::size_t most_open_documents = 64;

ReviewLock::ReviewLock(const batch::OutFolder& out) {
  const fs::path file = out.root / ".review.lock";
  descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor_ >= 0 && ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
  if (descriptor_ >= 0) ::close(descriptor_);
  throw Failure{"review-busy", out.root.string(), "another review has this run open",
                "work there: it can sign in more reviewers; or end it first"};
}

ReviewLock::~ReviewLock() {
  ::close(descriptor_);
}

const RecordField& field_of(const Record& record, const std::string& name) {
  if (const RecordField* field = record.find(name)) return *field;
  throw Failure{"review-unknown", record.id, "the document has no such field", "ask for the document again"};
}

Desk::Impl::Impl(const batch::OutFolder& folder, std::vector<FormTemplate> at_hand, Options given)
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

Desk::Impl::~Impl() {
  stopping = true;
  indexer.join();
  rebuilder.finish();
}

fs::path Desk::Impl::pending_folder() const {
  return out.root / "review" / "pending";
}

std::size_t Desk::Impl::number_of(const std::string& id) const {
  const auto found = by_id.find(id);
  if (found == by_id.end() || documents[found->second].form == nullptr)
    throw Failure{"review-unknown", id, "there is no such document, or its form is not at hand",
                  "read the source again, or name its templates with --templates"};
  return found->second;
}

std::shared_ptr<OpenDocument> Desk::Impl::opened(std::size_t i) {
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

bool Desk::Impl::is_there(std::size_t i) {
  if (fs::exists(out.document(documents[i].id) / "reading.json")) return opened(i) != nullptr;
  open.drop(documents[i].id);
  place(i, {}, {});
  return false;
}

Mode Desk::Impl::mode_of(std::size_t i, const std::string& field) const {
  const Queue::Entry* entry = queue.find(i, field);
  return entry == nullptr ? Mode::confirm : entry->waiting.mode;
}

Mode Desk::Impl::open_mode_of(std::size_t i, const std::string& field) const {
  const Queue::Entry* entry = queue.find(i, field);
  return entry == nullptr || entry->waiting.audit ? Mode::confirm : entry->waiting.mode;
}

Item Desk::Impl::item_of(std::size_t i, const OpenDocument& document, const std::string& name, Mode mode) {
  const RecordField& field = field_of(document.record, name);
  Item item{.document = documents[i].id,
            .field = field,
            .mode = mode,
            .group = 0,
            .version = version_of(document, field, mode)};
  const FormTemplate& form = *documents[i].form;
  const Field& of_form = *form.find(name);
  item.begins = vocabulary.begins(form, of_form);
  if (mode == Mode::confirm)
    item.suggestions = suggest(of_form, field, vocabulary.of_same_person(i, name), vocabulary.words(form, of_form));
  if (mode != Mode::adjudicate) return item;
  const auto standing = batch::standing(document.corrections);
  const Correction& typed = standing.at(name);
  item.typed = words_of(of_form, typed.decided->state, typed.decided->value);
  item.typed_text = typed.decided->text;
  item.typed_by = typed.by;
  return item;
}

bool Desk::Impl::write(const std::string& reviewer, std::size_t i, OpenDocument& document, Correction& line) {
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

Result Desk::Impl::decide(const std::string& reviewer, const Answer& answer) {
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

std::optional<Undone> Desk::Impl::undo(const std::string& reviewer) {
  while (const std::optional<Reviewers::Said> last = reviewers.last(reviewer)) {
    if (!is_there(last->document)) {
      reviewers.pass_over(reviewer, last->number);
      continue;
    }
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

void Desk::Impl::rebuild(const std::string& id) {
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

void Desk::Impl::merge() {
  if (options.merge)
    options.merge();
  else
    batch::merge(out);
}

Progress Desk::Impl::progress(const std::string& reviewer) const {
  Progress p{.left = queue.left(),
             .settled = settled,
             .documents = static_cast<long>(documents.size()),
             .documents_left = queue.documents_left(),
             .stale = stale};
  reviewers.add_to(p, reviewer);
  return p;
}

}  // namespace carescan::review
