#include "pipeline/batch/research_values.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "pipeline/batch/deidentify.hpp"
#include "pipeline/forms/patient_fields.hpp"
#include "pipeline/records/decide.hpp"
#include "pipeline/records/record_json.hpp"

namespace carescan::batch {
namespace {

/// A longer number is one that something is called by, not one that was measured.
constexpr double largest_number = 999'999;

bool is_settled(const RecordField& field) {
  return field.accepted || field.reviewed;
}

/// The calendar date of a settled date field, else empty.
std::string date_in(const RecordField& field) {
  const auto* date = std::get_if<std::string>(&field.value);
  const bool is_date = field.kind == FieldKind::date && is_settled(field) && field.state == FieldState::read;
  return is_date && date != nullptr && records::is_calendar_date(*date) ? *date : "";
}

bool speaks_of_birth(const std::string& words) {
  return std::ranges::any_of(std::vector<std::string>{"birth", "born", "dob"},
                             [&](const std::string& word) { return words.find(word) != std::string::npos; });
}

/// The fields that hold a date of birth: by the form's mapping, by the rules that compare them with it, and by name.
std::set<std::string> birth_fields(const FormTemplate& form) {
  const std::vector<std::string> mapped = forms::patient_fields(form).born;
  std::set<std::string> all(mapped.begin(), mapped.end());
  for (const FormRule& rule : form.rules)
    if (rule.rule == "same_person" &&
        std::ranges::any_of(rule.fields, [&](const std::string& name) { return all.contains(name); }))
      all.insert(rule.fields.begin(), rule.fields.end());
  for (const Field& field : form.fields)
    if (speaks_of_birth(field.name)) all.insert(field.name);
  return all;
}

/// What is written in the first of some fields that is settled and says something.
std::string first_of(const Record& record, const std::vector<std::string>& names) {
  for (const std::string& name : names)
    if (const RecordField* field = record.find(name);
        field != nullptr && is_settled(*field) && field->state == FieldState::read)
      return records::display(field->value);
  return "";
}

std::string birth_of(const Record& record, const FormTemplate& form) {
  for (const std::string& name : forms::patient_fields(form).born)
    if (const RecordField* field = record.find(name); field != nullptr && !date_in(*field).empty())
      return date_in(*field);
  return "";
}

bool is_code_of(const Field& field, const std::string& code) {
  return std::ranges::any_of(field.options, [&](const Option& option) { return option.code == code; });
}

std::optional<std::string> codes_in(const RecordField& field, const Field& asked) {
  std::vector<std::string> codes;
  if (const auto* one = std::get_if<std::string>(&field.value)) codes = {*one};
  if (const auto* many = std::get_if<std::vector<std::string>>(&field.value)) codes = *many;
  if (!std::ranges::all_of(codes, [&](const std::string& code) { return is_code_of(asked, code); })) return {};
  return records::display(field.value);
}

std::optional<std::string> number_in(const RecordField& field) {
  const auto* number = std::get_if<double>(&field.value);
  if (number == nullptr || !(std::abs(*number) <= largest_number)) return {};
  return records::display(field.value);
}

std::optional<std::string> area_in(const RecordField& field) {
  const auto* text = std::get_if<std::string>(&field.value);
  const std::string area = text == nullptr ? "" : postcode_area(*text);
  return area.empty() ? std::nullopt : std::optional(area);
}

/// The value of a field that was read, as an extract may have it; nothing where it may not.
std::optional<std::string> allowed(const RecordField& field, const Field& asked, int days_back) {
  switch (field.kind) {
    case FieldKind::checkbox:
    case FieldKind::none_box:
    case FieldKind::signature:
      return std::get_if<bool>(&field.value) ? std::optional(records::display(field.value)) : std::nullopt;
    case FieldKind::choice:
    case FieldKind::choices:
    case FieldKind::scale:
      return codes_in(field, asked);
    case FieldKind::number:
      return number_in(field);
    case FieldKind::date:
      return date_in(field).empty() ? std::nullopt : std::optional(days_earlier(date_in(field), days_back));
    case FieldKind::postcode:
      return area_in(field);
    default:
      return {};
  }
}

/// Kinds that may be in an extract at all; of the others not even the state is.
bool is_allowed_kind(FieldKind kind) {
  return is_mark(kind) || kind == FieldKind::signature || kind == FieldKind::number || kind == FieldKind::date ||
         kind == FieldKind::postcode;
}

}  // namespace

std::vector<ResearchValue> research_values(const Record& record, const FormTemplate& form, int days_back) {
  const std::set<std::string> births = birth_fields(form);
  const std::string born = birth_of(record, form);
  std::vector<ResearchValue> values;
  for (const RecordField& field : record.fields) {
    const Field* asked = form.find(field.name);
    const bool is_birth = births.contains(field.name) || (!born.empty() && date_in(field) == born);
    if (asked == nullptr || asked->kind != field.kind || !is_settled(field) || !is_allowed_kind(field.kind) || is_birth)
      continue;
    const bool read = field.state == FieldState::read;
    const std::optional<std::string> value = read ? allowed(field, *asked, days_back) : std::optional<std::string>("");
    if (value)
      values.push_back({field.name, std::string(to_string(field.kind)), std::string(to_string(field.state)), *value,
                        field.reviewed});
  }
  return values;
}

Likeness likeness_of(const Record& record, const FormTemplate& form, const std::string& first_seen) {
  Likeness like;
  const std::set<std::string> births = birth_fields(form);
  const std::string born = birth_of(record, form);
  std::string latest;
  for (const RecordField& field : record.fields) {
    const std::string date = births.contains(field.name) ? "" : date_in(field);
    if (date > latest && date <= first_seen && date != born) latest = date;
    if (field.kind == FieldKind::postcode && is_settled(field) && like.area.empty())
      like.area = area_in(field).value_or("");
  }
  if (!born.empty()) like.age = age_group(born, latest.empty() ? first_seen : latest);
  like.sex = first_of(record, forms::patient_fields(form).gender);
  return like;
}

}  // namespace carescan::batch
