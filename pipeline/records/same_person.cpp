#include <algorithm>

#include "pipeline/records/checks.hpp"
#include "pipeline/records/likeness.hpp"

namespace carescan::records {
namespace {

const RecordField* named(const Record& record, const std::string& name) {
  const auto found = std::ranges::find(record.fields, name, &RecordField::name);
  return found == record.fields.end() ? nullptr : &*found;
}

/// A page is doubted once, whatever else differs on it.
void doubt_page(const std::string& message, const RecordField& strip, Record& record) {
  for (const Issue& issue : record.issues)
    if (issue.code == "page-owner-differs" && issue.page == strip.page) return;
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
  if (std::max(likeness(owner, name), likeness(other_order, name)) < unlike_below)
    doubt_page(rule.message, *strip, record);
}

}  // namespace carescan::records
