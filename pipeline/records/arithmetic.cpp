#include <cmath>

#include "pipeline/records/calculations.hpp"
#include "pipeline/records/rule_parts.hpp"
#include "pipeline/records/tables.hpp"

namespace carescan::records {
namespace {

/// What was counted with, as far as the record has it.
struct Counted {
  std::vector<RecordField*> fields;
  std::optional<double> outcome;  ///< nothing where a term is missing or cannot be read
  bool any_written = false;
};

Counted counted(const Calculation& calculation, Record& record) {
  Counted out;
  std::vector<double> numbers;
  for (const Term& term : calculation.terms) {
    RecordField* field = field_of(record, term.field);
    if (!field) continue;
    out.fields.push_back(field);
    out.any_written = out.any_written || is_written(*field);
    if (field->state != FieldState::read) continue;
    if (const auto number = quantity(term, field->value)) numbers.push_back(*number);
  }
  if (numbers.size() == calculation.terms.size()) out.outcome = calculation.formula(numbers);
  return out;
}

void check(const Calculation& calculation, const FormRule& rule, Record& record) {
  RecordField* result = field_of(record, calculation.result);
  // What cannot be read goes to a person by itself and says nothing about what it was worked out from.
  if (!result || result->state == FieldState::illegible || result->state == FieldState::ambiguous) return;
  Counted terms = counted(calculation, record);
  const auto written = read_number(*result);
  // A hair more than the tolerance: 22.95 and 22.9 differ by a little less or more than their digits say.
  const bool right = terms.outcome && written && std::abs(*written - *terms.outcome) < calculation.tolerance + 1e-9;
  const bool left_out = terms.outcome && terms.any_written;
  if (is_written(*result) ? right : !left_out) return;
  terms.fields.push_back(result);
  break_rule(record, rule.rule, terms.fields, rule.message);
}

}  // namespace

void check_calculations(const FormTemplate& form, const FormRule& rule, Record& record) {
  for (const Calculation& calculation : calculations(form, rule)) check(calculation, rule, record);
}

}  // namespace carescan::records
