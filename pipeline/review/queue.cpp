#include "pipeline/review/queue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <set>

#include "pipeline/records/record_json.hpp"

namespace carescan::review {
namespace {

constexpr const char* adjudication_key = "adjudication";
constexpr const char* audit_key = "audit";
constexpr double hardly_believable = 0.5;  ///< confidence

/// What could not be read first, then what is hardly believable, then the rest: what has to be mended stands together
/// at the beginning, and one key confirms all that comes after it.
int turn_of(const RecordField& field, bool is_odd) {
  if (field.state == FieldState::illegible || field.state == FieldState::ambiguous) return 0;
  return is_odd || field.confidence < hardly_believable ? 1 : 2;
}

/// Values are alike only where they are equally believable: a doubtful one is not confirmed along with sure ones.
std::uint64_t likeness_of(const RecordField& field, int turn) {
  const std::string says = fmt::format("{}|{}|{}", turn, to_string(field.state), records::display(field.value));
  return std::hash<std::string>{}(says) | 1;
}

int row_of(const std::string& field) {
  const std::size_t open = field.find('[');
  return open == std::string::npos ? 0 : std::atoi(field.c_str() + open + 1);
}

bool is_free(const Queue::Lease& lease, const std::string& reviewer, double now) {
  return lease.reviewer.empty() || lease.reviewer == reviewer || lease.until <= now;
}

}  // namespace

std::string column_name(const std::string& field) {
  const std::size_t open = field.find('['), close = field.find(']');
  if (open == std::string::npos || close == std::string::npos) return field;
  return field.substr(0, open) + "[*]" + field.substr(close + 1);
}

std::string column_key(const Record& record, const std::string& field) {
  return fmt::format("{}/{}/{}", record.form, record.version, column_name(field));
}

std::optional<Waiting> waiting_of(const RecordField& field, const std::map<std::string, batch::Correction>& standing,
                                  std::optional<std::uint64_t> rank, bool is_odd) {
  const auto said = standing.find(field.name);
  const bool blind =
      said != standing.end() && (said->second.act == batch::Act::rekey || said->second.act == batch::Act::adjudicate);
  const bool settled = field.accepted || field.reviewed;
  if (blind && !said->second.settles) return Waiting{Mode::adjudicate, 0, said->second.by, settled};
  if (settled && !(rank && !blind && batch::was_accepted(field))) return std::nullopt;
  if (settled) return Waiting{Mode::rekey, *rank, {}, true};
  if (field.critical) return Waiting{Mode::rekey, 0, {}};
  const int turn = turn_of(field, is_odd);
  return Waiting{Mode::confirm, likeness_of(field, turn), {}, false, turn};
}

void Queue::add(std::size_t document, const Record& record, const RecordField& field, const Waiting& waiting,
                const Lease& lease) {
  const bool differs = waiting.mode == Mode::adjudicate, mixed = differs || waiting.audit;
  const std::string key = differs ? adjudication_key : waiting.audit ? audit_key : column_key(record, field.name);
  auto [found, is_new] = columns_.try_emplace(key);
  Column& column = found->second.column;
  if (is_new && mixed) column = {.key = key, .form = {}, .version = {}, .field = {}, .mode = waiting.mode};
  if (is_new && !mixed)
    column = {.key = key, .form = record.form, .version = record.version, .field = column_name(field.name)};
  column.mode = waiting.mode;
  column.can_be_mixed = !mixed && field.kind != FieldKind::paragraph && field.kind != FieldKind::drawing;
  const Place place{waiting.turn, waiting.likeness, document, row_of(field.name), field.name};
  found->second.entries[place] = {waiting, lease};
  by_document_[document][field.name] = {key, place};
  if (waiting.audit) return;
  ++left_;
  ++asked_[document];
}

void Queue::set(std::size_t document, const Record& record, const std::map<std::string, batch::Correction>& standing,
                const std::function<bool(const RecordField&)>& is_odd) {
  std::map<std::string, Lease> leases;
  if (const auto before = by_document_.find(document); before != by_document_.end()) {
    for (const auto& [field, seat] : before->second) {
      leases[field] = entry(seat).lease;
      columns_.at(seat.column).entries.erase(seat.place);
    }
    by_document_.erase(before);
    left_ -= left_of(document);
    asked_.erase(document);
  }
  const auto drawn = ranks_.find(document);
  const auto rank_of = [&](const std::string& field) -> std::optional<std::uint64_t> {
    if (drawn == ranks_.end()) return std::nullopt;
    const auto rank = drawn->second.find(field);
    return rank == drawn->second.end() ? std::nullopt : std::optional(rank->second);
  };
  for (const RecordField& field : record.fields)
    if (const auto waiting = waiting_of(field, standing, rank_of(field.name), is_odd(field))) {
      // What was typed blind goes to somebody else if there is somebody.
      const Lease lease = waiting->mode == Mode::adjudicate ? Lease{} : leases[field.name];
      add(document, record, field, *waiting, lease);
    }
}

Queue::Entry& Queue::entry(const Seat& seat) {
  return columns_.at(seat.column).entries.at(seat.place);
}

void Queue::release(const std::string& reviewer) {
  for (const Seat& seat : by_reviewer_[reviewer])
    if (const auto column = columns_.find(seat.column); column != columns_.end())
      if (const auto found = column->second.entries.find(seat.place);
          found != column->second.entries.end() && found->second.lease.reviewer == reviewer)
        found->second.lease = {};
  by_reviewer_.erase(reviewer);
}

bool Queue::ColumnOf::has_few() const {
  return column.mode == Mode::confirm && column.can_be_mixed && !entries.empty() && entries.size() <= most_of_few;
}

std::vector<std::string> Queue::columns_of(const std::string& key) const {
  std::vector<std::string> keys;
  if (key != few_key && columns_.contains(key)) keys.push_back(key);
  if (key == few_key)
    for (const auto& [name, column] : columns_)
      if (column.has_few()) keys.push_back(name);
  return keys;
}

std::vector<Queue::Place> Queue::lease(const std::string& reviewer, const std::string& key, std::size_t count,
                                       std::optional<std::size_t> document, double now, double until) {
  const std::vector<std::string> keys = columns_of(key);
  std::map<std::string, std::set<Place>> chosen;
  std::size_t held = 0;
  const auto wanted = [&](const Place& place) { return !document || place.document == *document; };
  const auto choose = [&](const std::string& column, const Place& place) {
    if (held < count && wanted(place) && chosen[column].insert(place).second) ++held;
  };
  for (const Seat& seat : by_reviewer_[reviewer]) {
    if (std::ranges::find(keys, seat.column) == keys.end()) continue;
    const auto& entries = columns_.at(seat.column).entries;
    const auto found = entries.find(seat.place);
    if (found != entries.end() && found->second.lease.reviewer == reviewer) choose(seat.column, seat.place);
  }
  std::vector<Seat> mine_typed;  // to be looked at by somebody else, if somebody else comes
  for (const std::string& column : keys)
    for (const auto& [place, entry] : columns_.at(column).entries) {
      if (held >= count) break;
      if (!is_free(entry.lease, reviewer, now)) continue;
      if (entry.waiting.mode == Mode::adjudicate && entry.waiting.typed_by == reviewer)
        mine_typed.push_back({column, place});
      else
        choose(column, place);
    }
  for (const Seat& seat : mine_typed) choose(seat.column, seat.place);
  release(reviewer);
  std::vector<Place> places;
  for (const auto& [column, of_column] : chosen)
    for (const Place& place : of_column) {
      columns_.at(column).entries.at(place).lease = {reviewer, until};
      by_reviewer_[reviewer].push_back({column, place});
      places.push_back(place);
    }
  return places;
}

const Queue::Entry* Queue::find(std::size_t document, const std::string& field) const {
  const auto fields = by_document_.find(document);
  if (fields == by_document_.end()) return nullptr;
  const auto seat = fields->second.find(field);
  if (seat == fields->second.end()) return nullptr;
  return &columns_.at(seat->second.column).entries.at(seat->second.place);
}

bool Queue::is_taken(std::size_t document, const std::string& field, const std::string& reviewer, double now) const {
  const Entry* found = find(document, field);
  return found != nullptr && !is_free(found->lease, reviewer, now);
}

std::vector<Column> Queue::columns(const std::string& reviewer, double now) const {
  std::vector<Column> out;
  Column few{.key = few_key, .form = {}, .version = {}, .field = {}};
  for (const auto& [key, column] : columns_) {
    if (key == adjudication_key || key == audit_key || column.entries.empty()) continue;
    const auto left = static_cast<long>(column.entries.size());
    out.push_back(column.column);
    out.back().left = left;
    out.back().among_few = column.has_few();
    if (out.back().among_few) few.left += left;
  }
  std::map<std::string, long> taken;
  for (const auto& [other, seats] : by_reviewer_) {
    if (other == reviewer) continue;
    for (const Seat& seat : seats) {
      const auto& entries = columns_.at(seat.column).entries;
      const auto found = entries.find(seat.place);
      if (found != entries.end() && found->second.lease.reviewer == other && found->second.lease.until > now)
        ++taken[seat.column];
    }
  }
  for (Column& column : out) {
    column.taken = taken[column.key];
    if (column.among_few) few.taken += column.taken;
  }
  if (few.left > 0) out.push_back(few);
  std::ranges::stable_sort(out, std::greater<>{}, &Column::left);
  return out;
}

long Queue::left_of(std::size_t document) const {
  const auto found = asked_.find(document);
  return found == asked_.end() ? 0 : found->second;
}

long Queue::size_of(const std::string& key) const {
  const auto found = columns_.find(key);
  return found == columns_.end() ? 0 : static_cast<long>(found->second.entries.size());
}

long Queue::adjudication() const {
  return size_of(adjudication_key);
}

long Queue::audit() const {
  return size_of(audit_key);
}

}  // namespace carescan::review
