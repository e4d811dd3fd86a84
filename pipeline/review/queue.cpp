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

std::uint64_t likeness_of(const RecordField& field) {
  const std::string says = fmt::format("{}|{}", to_string(field.state), records::display(field.value));
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
                                  std::optional<std::uint64_t> rank) {
  const auto said = standing.find(field.name);
  const bool blind =
      said != standing.end() && (said->second.act == batch::Act::rekey || said->second.act == batch::Act::adjudicate);
  const bool settled = field.accepted || field.reviewed;
  if (blind && !said->second.settles) return Waiting{Mode::adjudicate, 0, said->second.by, settled};
  if (settled && !(rank && !blind && batch::was_accepted(field))) return std::nullopt;
  if (settled) return Waiting{Mode::rekey, *rank, {}, true};
  if (field.critical) return Waiting{Mode::rekey, 0, {}};
  return Waiting{Mode::confirm, likeness_of(field), {}};
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
  const Place place{waiting.likeness, document, row_of(field.name), field.name};
  found->second.entries[place] = {waiting, lease};
  by_document_[document][field.name] = {key, place};
  if (waiting.audit) return;
  ++left_;
  ++asked_[document];
}

void Queue::set(std::size_t document, const Record& record, const std::map<std::string, batch::Correction>& standing) {
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
    if (const auto waiting = waiting_of(field, standing, rank_of(field.name))) {
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

std::vector<Queue::Place> Queue::lease(const std::string& reviewer, const std::string& key, std::size_t count,
                                       std::optional<std::size_t> document, double now, double until) {
  const auto column = columns_.find(key);
  if (column == columns_.end()) {
    release(reviewer);
    return {};
  }
  std::map<Place, Entry>& entries = column->second.entries;
  std::vector<Place> chosen;
  std::set<Place> own;
  const auto wanted = [&](const Place& place) { return !document || place.document == *document; };
  for (const Seat& seat : by_reviewer_[reviewer]) {
    const auto found = entries.find(seat.place);
    if (seat.column != key || found == entries.end() || found->second.lease.reviewer != reviewer) continue;
    if (chosen.size() < count && wanted(seat.place) && own.insert(seat.place).second) chosen.push_back(seat.place);
  }
  std::vector<Place> mine_typed;  // to be looked at by somebody else, if somebody else comes
  for (auto at = entries.begin(); at != entries.end() && chosen.size() < count; ++at) {
    if (own.contains(at->first) || !wanted(at->first) || !is_free(at->second.lease, reviewer, now)) continue;
    if (at->second.waiting.mode == Mode::adjudicate && at->second.waiting.typed_by == reviewer)
      mine_typed.push_back(at->first);
    else
      chosen.push_back(at->first);
  }
  for (const Place& place : mine_typed)
    if (chosen.size() < count) chosen.push_back(place);
  release(reviewer);
  std::ranges::sort(chosen);
  for (const Place& place : chosen) {
    entries.at(place).lease = {reviewer, until};
    by_reviewer_[reviewer].push_back({key, place});
  }
  return chosen;
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
  for (const auto& [key, column] : columns_) {
    if (key == adjudication_key || key == audit_key || column.entries.empty()) continue;
    out.push_back(column.column);
    out.back().left = static_cast<long>(column.entries.size());
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
  for (Column& column : out) column.taken = taken[column.key];
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
