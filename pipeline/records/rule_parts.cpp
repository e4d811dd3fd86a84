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

void break_rule(Record& record, const std::string& rule, const std::vector<RecordField*>& fields, std::string message) {
  const std::string code = "rule-" + rule;
  for (RecordField* field : fields) add_reason(field->reasons, code);
  const RecordField& first = *fields.front();
  if (message.empty()) message = "the rule \"" + rule + "\" of the form does not hold";
  record.issues.push_back({code, first.name, first.page, first.box, std::move(message)});
}

}  // namespace carescan::records
