#include "pipeline/records/rule_parts.hpp"

#include <algorithm>

#include "pipeline/records/calculations.hpp"

namespace carescan::records {

RecordField* field_of(Record& record, const std::string& name) {
  const auto found = std::ranges::find(record.fields, name, &RecordField::name);
  return found == record.fields.end() ? nullptr : &*found;
}

std::optional<double> read_number(const RecordField& field) {
  return field.state == FieldState::read ? number_of(field.value) : std::nullopt;
}

namespace {

/// That the value is not what the paper says, before the rule is known to be broken.
double p_wrong(const RecordField& field) {
  const bool unread = field.state == FieldState::illegible || field.state == FieldState::ambiguous;
  return unread ? 1 : 1 - field.confidence;
}

/// Bayes: one of the fields is wrong at least, and before that was known it was so with this probability. What a person
/// found is always told: who has just typed it wants to know.
bool is_still_sure(const RecordField& field, double any_wrong) {
  return field.reasons.empty() && !field.reviewed && any_wrong > 0 && 1 - p_wrong(field) / any_wrong >= field.accepted_from;
}

}  // namespace

void break_rule(Record& record, const std::string& rule, const std::vector<RecordField*>& fields, std::string message) {
  const std::string code = "rule-" + rule;
  double any_wrong = 0;
  for (const RecordField* field : fields) any_wrong += p_wrong(*field);
  any_wrong = std::min(any_wrong, 1.0);
  std::vector<RecordField*> doubted;
  for (RecordField* field : fields)
    if (!is_still_sure(*field, any_wrong)) doubted.push_back(field);
  if (doubted.empty()) doubted = fields;  // a lenient policy, or many equally sure: somebody has to look
  for (RecordField* field : doubted) add_reason(field->reasons, code);
  const RecordField& first = *doubted.front();
  if (message.empty()) message = "the rule \"" + rule + "\" of the form does not hold";
  record.issues.push_back({code, first.name, first.page, first.box, std::move(message)});
}

}  // namespace carescan::records
