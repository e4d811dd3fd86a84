#include "pipeline/batch/rescans.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include "pipeline/records/record_json.hpp"

namespace carescan::batch {
namespace {

constexpr int least_alike = 8;
constexpr double least_share = 0.85;

/// Kinds that are read alike from two scans of one paper. Free writing is not: its drafts differ.
bool is_steady(FieldKind kind) {
  return kind != FieldKind::text && kind != FieldKind::paragraph && kind != FieldKind::drawing;
}

bool is_date_or_number(FieldKind kind) {
  return kind == FieldKind::date || kind == FieldKind::number || kind == FieldKind::nhs_number;
}

bool is_inked(const RecordField& field) {
  return field.state != FieldState::blank && field.value != Value(false);
}

/// Whether two records tell of one paper.
bool look_alike(const Record& one, const Record& other) {
  int alike = 0, inked = 0;
  for (const RecordField& a : one.fields) {
    const RecordField* b = is_steady(a.kind) ? other.find(a.name) : nullptr;
    if (b == nullptr || (!is_inked(a) && !is_inked(*b))) continue;
    ++inked;
    if (a.state == b->state && records::display(a.value) == records::display(b->value))
      ++alike;
    else if (is_date_or_number(a.kind) && (a.accepted || a.reviewed) && (b->accepted || b->reviewed))
      return false;  // two forms of one person, of different days
  }
  return alike >= least_alike && alike >= least_share * inked;
}

/// What scans of one paper are likely to share, and most other documents do not: form, and a date or NHS number.
std::vector<std::string> keys_of(const Record& record) {
  std::vector<std::string> keys;
  for (const RecordField& field : record.fields)
    if ((field.kind == FieldKind::date || field.kind == FieldKind::nhs_number) && field.state == FieldState::read)
      keys.push_back(record.form + "|" + record.version + "|" + field.name + "|" + records::display(field.value));
  return keys;
}

/// Documents put together so far, each group named by its first document (union-find).
class Groups {
 public:
  explicit Groups(std::size_t documents) : above_(documents) {
    std::iota(above_.begin(), above_.end(), std::size_t{0});
  }

  std::size_t first_of(std::size_t document) {
    while (above_[document] != document) document = above_[document] = above_[above_[document]];
    return document;
  }

  void unite(std::size_t one, std::size_t other) {
    const std::size_t first = std::min(first_of(one), first_of(other));
    above_[first_of(one)] = above_[first_of(other)] = first;
  }

 private:
  std::vector<std::size_t> above_;
};

/// Compares a document with those before it that share a key. What is in its group already is not compared again, or a
/// form that was scanned a thousand times would take a million comparisons.
void group_by(const std::vector<std::size_t>& before, std::size_t document, const std::vector<Record>& records,
              Groups& groups) {
  for (const std::size_t other : before)
    if (groups.first_of(other) != groups.first_of(document) && look_alike(records[other], records[document]))
      groups.unite(other, document);
}

}  // namespace

std::vector<std::vector<std::string>> likely_rescans(const std::vector<Record>& records) {
  Groups groups(records.size());
  std::map<std::string, std::vector<std::size_t>> by_key;
  for (std::size_t i = 0; i < records.size(); ++i)
    for (const std::string& key : keys_of(records[i])) {
      std::vector<std::size_t>& before = by_key[key];
      group_by(before, i, records, groups);
      before.push_back(i);
    }
  std::map<std::size_t, std::vector<std::string>> members;
  for (std::size_t i = 0; i < records.size(); ++i) members[groups.first_of(i)].push_back(records[i].id);
  std::vector<std::vector<std::string>> out;
  for (const auto& [first, ids] : members)
    if (ids.size() > 1) out.push_back(ids);
  return out;
}

}  // namespace carescan::batch
