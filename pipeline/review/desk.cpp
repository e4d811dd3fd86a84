#include "pipeline/review/desk.hpp"

#include <algorithm>

#include "pipeline/model/failure.hpp"
#include "pipeline/review/desk_impl.hpp"
#include "pipeline/review/words.hpp"

namespace fs = std::filesystem;

namespace carescan::review {

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
  std::map<std::pair<std::string, std::uint64_t>, int> groups;  // alike only where the same is asked
  std::vector<Queue::Place> places;
  do  // what waited of a document that went away meanwhile waits no more
    places = impl_->queue.lease(reviewer, column, count, only, now, now + impl_->options.lease_seconds);
  while (!std::ranges::all_of(places, [&](const Queue::Place& place) { return impl_->is_there(place.document); }));
  for (const Queue::Place& place : places) {
    const std::shared_ptr<OpenDocument> open = impl_->opened(place.document);
    if (impl_->queue.find(place.document, place.field) == nullptr) continue;  // read again in the meantime
    items.push_back(impl_->item_of(place.document, *open, place.field, impl_->mode_of(place.document, place.field)));
    if (items.back().mode == Mode::confirm)
      items.back().group =
          groups
              .try_emplace({column_key(open->record, place.field), place.likeness}, static_cast<int>(groups.size()) + 1)
              .first->second;
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
  std::vector<batch::Correction> lines = open->corrections;
  lines.push_back({});
  lines.back().field = name;
  lines.back().kind = field.kind;
  lines.back().box = field.box;
  lines.back().act = batch::Act::enter;
  lines.back().decided = {typed.state, typed.value, typed.text};
  const Record as_if = batch::record_of(open->kept, form, lines);
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
