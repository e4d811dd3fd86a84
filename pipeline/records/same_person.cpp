#include <algorithm>
#include <numeric>

#include "pipeline/records/checks.hpp"

namespace carescan::records {
namespace {

/// Drafts of handwriting misread every other letter; two people's names agree in a third of theirs by chance. Measured:
/// docs/policy.md.
constexpr double alike = 0.35;
constexpr std::size_t fewest_letters = 3;

/// What a draft says at all: capitals, spaces, hyphens and accents differ from page to page of one writer.
std::string letters(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
    if (c >= 'A' && c <= 'Z') out += static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

/// Letters to add, drop or replace to get from a to b (Levenshtein; Wagner and Fischer 1974, one row kept).
std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

/// 1 for the same letters, 0 for none in common. Neither side is empty.
double similarity(const std::string& a, const std::string& b) {
  return 1.0 - static_cast<double>(edit_distance(a, b)) / static_cast<double>(std::max(a.size(), b.size()));
}

const RecordField* named(const Record& record, const std::string& name) {
  const auto found = std::ranges::find(record.fields, name, &RecordField::name);
  return found == record.fields.end() ? nullptr : &*found;
}

void doubt_page(const std::string& message, const RecordField& strip, Record& record) {
  record.issues.push_back(
      {"page-owner-differs", strip.name, strip.page, strip.box,
       message.empty() ? "the name on this page is not the one on the form's first page" : message});
  for (RecordField& field : record.fields)
    if (field.page == strip.page) add_reason(field.reasons, "page-owner-differs");
}

}  // namespace

void check_same_person(const FormRule& rule, Record& record) {
  const RecordField* strip = rule.fields.empty() ? nullptr : named(record, rule.fields.back());
  if (!strip) return;
  std::string owner, other_order;
  for (std::size_t i = 0; i + 1 < rule.fields.size(); ++i)
    if (const RecordField* part = named(record, rule.fields[i])) {
      owner += letters(part->text);
      other_order = letters(part->text) + other_order;
    }
  const std::string name = letters(strip->text);
  if (owner.size() < fewest_letters || name.size() < fewest_letters) return;
  if (std::max(similarity(owner, name), similarity(other_order, name)) < alike)
    doubt_page(rule.message, *strip, record);
}

}  // namespace carescan::records
