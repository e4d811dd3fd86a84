#include <algorithm>
#include <optional>
#include <regex>

#include "pipeline/records/checks.hpp"
#include "pipeline/records/decide.hpp"
#include "pipeline/records/tables.hpp"

namespace carescan::records {
namespace {

RecordField* find(Record& record, const std::string& name) {
  for (RecordField& f : record.fields)
    if (f.name == name) return &f;
  return nullptr;
}

/// A value that has an order: numbers, and codes of a scale. Dates compare as ISO text instead.
std::optional<double> number(const RecordField& field) {
  if (field.state != FieldState::read) return std::nullopt;
  if (const auto* value = std::get_if<double>(&field.value)) return *value;
  const auto* code = std::get_if<std::string>(&field.value);
  if (!code || !std::regex_match(*code, std::regex("-?[0-9]{1,9}(\\.[0-9]{1,6})?"))) return std::nullopt;
  return std::stod(*code);
}

std::optional<std::string> date(const RecordField& field) {
  const auto* text = std::get_if<std::string>(&field.value);
  if (field.state != FieldState::read || !text || !is_calendar_date(*text)) return std::nullopt;
  return *text;
}

/// Whether a comes after b; nothing where they cannot be compared.
std::optional<bool> after(const RecordField& a, const RecordField& b) {
  if (date(a) && date(b)) return *date(a) > *date(b);
  if (number(a) && number(b)) return *number(a) > *number(b);
  return std::nullopt;
}

/// The person said something here: a tick, a code, writing, or "none".
bool answered(const RecordField& field) {
  if (const auto* ticked = std::get_if<bool>(&field.value)) return *ticked;
  return field.state != FieldState::blank;
}

/// The condition of an if_then: answered, and not with "no".
bool affirmed(const RecordField& field) {
  const auto* code = std::get_if<std::string>(&field.value);
  return answered(field) && field.state != FieldState::none && !(code && (*code == "no" || *code == "none"));
}

/// Everything that one broken rule does: a reason on each field it names, and one Issue.
void broken(Record& record, const std::string& rule, const std::vector<RecordField*>& fields, std::string message) {
  const std::string code = "rule-" + rule;
  for (RecordField* field : fields) add_reason(field->reasons, code);
  const RecordField& first = *fields.front();
  if (message.empty()) message = "the rule \"" + rule + "\" of the form does not hold";
  record.issues.push_back({code, first.name, first.page, first.box, std::move(message)});
}

/// The fields a form rule names that are in the record (those of missing pages are not).
std::vector<RecordField*> present(Record& record, const FormRule& rule) {
  std::vector<RecordField*> fields;
  for (const std::string& name : rule.fields)
    if (RecordField* field = find(record, name)) fields.push_back(field);
  return fields;
}

void check_order(const FormRule& rule, Record& record) {
  const auto fields = present(record, rule);
  for (std::size_t i = 0; i + 1 < fields.size(); ++i)
    if (after(*fields[i], *fields[i + 1]).value_or(false))
      broken(record, rule.rule, {fields[i], fields[i + 1]}, rule.message);
}

void check_exclusive(const FormRule& rule, Record& record) {
  std::vector<RecordField*> both;
  for (RecordField* field : present(record, rule))
    if (answered(*field)) both.push_back(field);
  if (both.size() > 1) broken(record, rule.rule, both, rule.message);
}

void check_if_then(const FormRule& rule, Record& record) {
  const auto fields = present(record, rule);
  if (fields.size() != rule.fields.size() || fields.size() < 2 || !affirmed(*fields.front())) return;
  for (std::size_t i = 1; i < fields.size(); ++i)
    if (!answered(*fields[i])) broken(record, rule.rule, {fields.front(), fields[i]}, rule.message);
}

/// The last field is the total of the others.
void check_sum(const FormRule& rule, Record& record) {
  const auto fields = present(record, rule);
  if (fields.size() != rule.fields.size() || fields.size() < 2) return;
  double sum = 0;
  for (std::size_t i = 0; i + 1 < fields.size(); ++i) {
    const auto value = number(*fields[i]);
    if (!value) return;
    sum += *value;
  }
  const auto total = number(*fields.back());
  if (total && std::abs(*total - sum) > 1e-6) broken(record, rule.rule, fields, rule.message);
}

void check_range(const FieldRule& rule, Record& record, RecordField& field) {
  const auto value = number(field);
  if (value && ((rule.min && *value < *rule.min) || (rule.max && *value > *rule.max)))
    broken(record, rule.rule, {&field}, "the number is outside the range that the form allows");
}

void check_pattern(const FieldRule& rule, Record& record, RecordField& field) {
  const auto* text = std::get_if<std::string>(&field.value);
  if (field.state != FieldState::read || !text) return;
  try {
    if (!std::regex_match(*text, std::regex(rule.argument)))
      broken(record, rule.rule, {&field}, "the text does not look as the form asks");
  } catch (const std::regex_error&) {
    broken(record, "unknown", {&field}, "the pattern of the form's rule is not a regular expression");
  }
}

/// not_before and not_after: the argument is an ISO date or the name of another field.
void check_against(const FieldRule& rule, Record& record, RecordField& field) {
  const bool before = rule.rule == "not_before";
  const std::string message = before ? "the date is too early" : "the date is too late";
  if (is_calendar_date(rule.argument)) {
    const auto own = date(field);
    if (own && (before ? *own < rule.argument : *own > rule.argument)) broken(record, rule.rule, {&field}, message);
  } else if (RecordField* other = find(record, rule.argument)) {
    if ((before ? after(*other, field) : after(field, *other)).value_or(false))
      broken(record, rule.rule, {&field, other}, message);
  }
}

void check(const FieldRule& rule, Record& record, RecordField& field) {
  if (rule.rule == "range") return check_range(rule, record, field);
  if (rule.rule == "pattern") return check_pattern(rule, record, field);
  if (rule.rule == "not_before" || rule.rule == "not_after") return check_against(rule, record, field);
  // A rule that nobody can check must not be taken for one that holds.
  if (answered(field)) broken(record, "unknown", {&field}, "the form has a rule that this version does not know");
}

void check(const FormRule& rule, Record& record) {
  if (rule.rule == "order") return check_order(rule, record);
  if (rule.rule == "exclusive") return check_exclusive(rule, record);
  if (rule.rule == "if_then") return check_if_then(rule, record);
  if (rule.rule == "sum") return check_sum(rule, record);
  if (rule.rule == "same_person") return check_same_person(rule, record);
  const auto fields = present(record, rule);
  if (!fields.empty()) broken(record, "unknown", fields, "the form has a rule that this version does not know");
}

/// What a none_box declares empty: a field, or all of a table.
std::vector<RecordField*> tied_fields(const FormTemplate& form, const std::string& ties, Record& record) {
  std::vector<RecordField*> tied;
  for (const Field& field : form.fields)
    if (field.name == ties || (field.table == ties && !ties.empty()))
      if (RecordField* found = find(record, field.name)) tied.push_back(found);
  return tied;
}

}  // namespace

void apply_rules(const FormTemplate& form, Record& record) {
  for (const Field& field : form.fields)
    if (RecordField* found = find(record, field.name))
      for (const FieldRule& rule : field.rules) check(rule, record, *found);
  for (const FormRule& rule : form.rules) check(rule, record);
}

void apply_none_boxes(const FormTemplate& form, Record& record, double clear) {
  for (const Field& field : form.fields) {
    if (field.kind != FieldKind::none_box || field.ties.empty()) continue;
    RecordField* box = find(record, field.name);
    const std::vector<RecordField*> tied = tied_fields(form, field.ties, record);
    if (!box || tied.empty() || box->value != Value(true)) continue;
    RecordField* list = tied.front();
    const auto inked = std::ranges::find_if(tied, [](const RecordField* f) { return is_written(*f); });
    if (inked != tied.end()) {
      for (RecordField* both : {box, *inked}) add_reason(both->reasons, "none-contradiction");
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
