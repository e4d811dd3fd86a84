#include <algorithm>
#include <optional>
#include <regex>

#include "pipeline/records/calculations.hpp"
#include "pipeline/records/checks.hpp"
#include "pipeline/records/decide.hpp"
#include "pipeline/records/rule_parts.hpp"
#include "pipeline/records/tables.hpp"

namespace carescan::records {
namespace {

std::optional<std::string> date(const RecordField& field) {
  const auto* text = std::get_if<std::string>(&field.value);
  if (field.state != FieldState::read || !text || !is_calendar_date(*text)) return std::nullopt;
  return *text;
}

/// Whether a comes after b; nothing where they cannot be compared.
std::optional<bool> after(const RecordField& a, const RecordField& b) {
  if (date(a) && date(b)) return *date(a) > *date(b);
  if (read_number(a) && read_number(b)) return *read_number(a) > *read_number(b);
  return std::nullopt;
}

/// The condition of an if_then: answered, and not with "no".
bool affirmed(const RecordField& field) {
  const auto* code = std::get_if<std::string>(&field.value);
  return is_written(field) && field.state != FieldState::none && !(code && (*code == "no" || *code == "none"));
}

/// The fields a form rule names that are in the record (those of missing pages are not).
std::vector<RecordField*> present(Record& record, const FormRule& rule) {
  std::vector<RecordField*> fields;
  for (const std::string& name : rule.fields)
    if (RecordField* field = field_of(record, name)) fields.push_back(field);
  return fields;
}

/// Each against the last one before it that it can be compared with: an empty one between them hides nothing.
void check_order(const FormRule& rule, Record& record) {
  const auto fields = present(record, rule);
  for (std::size_t i = 1; i < fields.size(); ++i)
    for (std::size_t j = i; j-- > 0;) {
      const auto backwards = after(*fields[j], *fields[i]);
      if (!backwards) continue;
      if (*backwards) break_rule(record, rule.rule, {fields[j], fields[i]}, rule.message);
      break;
    }
}

void check_exclusive(const FormRule& rule, Record& record) {
  std::vector<RecordField*> both;
  for (RecordField* field : present(record, rule))
    if (is_written(*field)) both.push_back(field);
  if (both.size() > 1) break_rule(record, rule.rule, both, rule.message);
}

void check_if_then(const FormRule& rule, Record& record) {
  const auto fields = present(record, rule);
  if (fields.size() != rule.fields.size() || fields.size() < 2 || !affirmed(*fields.front())) return;
  for (std::size_t i = 1; i < fields.size(); ++i)
    if (!is_written(*fields[i])) break_rule(record, rule.rule, {fields.front(), fields[i]}, rule.message);
}

void check_limit(const std::string& name, bool least, Record& record, RecordField& field) {
  RecordField* limit = field_of(record, name);
  const auto value = read_number(field), bound = limit ? read_number(*limit) : std::nullopt;
  if (value && bound && (least ? *value < *bound : *value > *bound))
    break_rule(record, "range", {&field, limit}, "the number is outside the range that another field gives");
}

void check_range(const FieldRule& rule, Record& record, RecordField& field) {
  const auto value = read_number(field);
  if (value && ((rule.min && *value < *rule.min) || (rule.max && *value > *rule.max)))
    break_rule(record, rule.rule, {&field}, "the number is outside the range that the form allows");
  check_limit(rule.min_field, true, record, field);
  check_limit(rule.max_field, false, record, field);
}

void check_pattern(const FieldRule& rule, Record& record, RecordField& field) {
  const auto* text = std::get_if<std::string>(&field.value);
  if (field.state != FieldState::read || !text) return;
  try {
    if (!std::regex_match(*text, std::regex(rule.argument)))
      break_rule(record, rule.rule, {&field}, "the text does not look as the form asks");
  } catch (const std::regex_error&) {
    break_rule(record, "unknown", {&field}, "the pattern of the form's rule is not a regular expression");
  }
}

/// not_before and not_after: the argument is an ISO date or the name of another field.
void check_against(const FieldRule& rule, Record& record, RecordField& field) {
  const bool before = rule.rule == "not_before";
  const std::string message = before ? "the date is too early" : "the date is too late";
  if (is_calendar_date(rule.argument)) {
    const auto own = date(field);
    if (own && (before ? *own < rule.argument : *own > rule.argument)) break_rule(record, rule.rule, {&field}, message);
  } else if (RecordField* other = field_of(record, rule.argument)) {
    if ((before ? after(*other, field) : after(field, *other)).value_or(false))
      break_rule(record, rule.rule, {&field, other}, message);
  }
}

void check(const FieldRule& rule, Record& record, RecordField& field) {
  if (rule.rule == "range") return check_range(rule, record, field);
  if (rule.rule == "pattern") return check_pattern(rule, record, field);
  if (rule.rule == "not_before" || rule.rule == "not_after") return check_against(rule, record, field);
  // A rule that nobody can check must not be taken for one that holds.
  if (is_written(field)) break_rule(record, "unknown", {&field}, "the form has a rule that this version does not know");
}

void check(const FormTemplate& form, const FormRule& rule, Record& record) {
  if (rule.rule == "order") return check_order(rule, record);
  if (rule.rule == "exclusive") return check_exclusive(rule, record);
  if (rule.rule == "if_then") return check_if_then(rule, record);
  if (rule.rule == "sum" || rule.rule == "bmi" || rule.rule == "must" || rule.rule == "news2")
    return check_calculations(form, rule, record);
  if (rule.rule == "same_person") return check_same_person(rule, record);
  const auto fields = present(record, rule);
  if (!fields.empty()) break_rule(record, "unknown", fields, "the form has a rule that this version does not know");
}

/// What a none_box declares empty: a field, or all of a table.
std::vector<RecordField*> tied_fields(const FormTemplate& form, const std::string& ties, Record& record) {
  std::vector<RecordField*> tied;
  for (const Field& field : form.fields)
    if (field.name == ties || (field.table == ties && !ties.empty()))
      if (RecordField* found = field_of(record, field.name)) tied.push_back(found);
  return tied;
}

}  // namespace

void apply_rules(const FormTemplate& form, Record& record) {
  for (const Field& field : form.fields)
    if (RecordField* found = field_of(record, field.name))
      for (const FieldRule& rule : field.rules) check(rule, record, *found);
  for (const FormRule& rule : rules_by_row(form)) check(form, rule, record);
}

void apply_none_boxes(const FormTemplate& form, Record& record, double clear) {
  for (const Field& field : form.fields) {
    if (field.kind != FieldKind::none_box || field.ties.empty()) continue;
    RecordField* box = field_of(record, field.name);
    const std::vector<RecordField*> tied = tied_fields(form, field.ties, record);
    if (!box || tied.empty() || box->value != Value(true)) continue;
    RecordField* list = tied.front();
    const auto inked =
        std::ranges::find_if(tied, [](const RecordField* f) { return is_written(*f) && f->state != FieldState::none; });
    if (inked != tied.end()) {
      // The list's first cell too: where "none" is ticked, blank is no answer that can be taken without a person.
      for (RecordField* doubtful : {box, list, *inked}) add_reason(doubtful->reasons, "none-contradiction");
      record.issues.push_back({"none-contradiction", (*inked)->name, (*inked)->page, (*inked)->box,
                               "the box for \"none\" is ticked, and there is ink in the field that it declares empty"});
    } else if (box->confidence < clear || !box->reasons.empty()) {
      add_reason(list->reasons, "none-unsure");
    } else {
      list->state = FieldState::none;
      list->confidence = std::min(list->confidence, box->confidence);
    }
  }
}

}  // namespace carescan::records
