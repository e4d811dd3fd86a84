#include "pipeline/records/decide.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "pipeline/records/calibration.hpp"
#include "pipeline/records/checks.hpp"
#include "pipeline/records/tables.hpp"

namespace carescan::records {
namespace {

/// A field as a person found it: what its reader doubted is settled.
void settle(const Decision& decision, RecordField& field) {
  field.state = decision.state;
  field.value = decision.value;
  field.text = decision.text;
  field.confidence = 1;
  field.reasons.clear();
  field.reviewed = true;
  field.reviewed_by = decision.by;
  field.reviewed_at = decision.at;
}

/// What policy and reader said of a field before a person looked stays in the record: why it was asked, and what had
/// been read where that was something else.
void keep_reading(const Decision& decision, const RecordField& read, RecordField& field) {
  field.confidence = read.confidence;
  field.reasons = read.reasons;
  if (decision.state != read.state || decision.value != read.value) {
    field.read_as = MachineReading{read.state, read.value, read.text, read.confidence};
    add_reason(field.reasons, "corrected");
  }
  field.accepted = field.reasons.empty();
}

const Reading* reading_of(const std::vector<Reading>& readings, const std::string& field) {
  const auto found = std::ranges::find(readings, field, &Reading::field);
  return found == readings.end() ? nullptr : &*found;
}

RecordField joined(const Field& field, const Reading& reading) {
  return {.name = field.name,
          .label = field.label,
          .kind = field.kind,
          .page = field.page,
          .box = field.box,
          .state = reading.state,
          .value = reading.value,
          .text = reading.text,
          .confidence = p_right(field, reading),
          .reasons = reading.reasons,
          .alternatives = reading.alternatives,
          .critical = field.critical};
}

std::string sentence(const std::string& doubt) {
  if (doubt == "checksum") return "the check digit of the number is wrong";
  if (doubt == "calendar") return "there is no such day in the calendar";
  if (doubt == "implausible-date") return "the year is not plausible";
  if (doubt == "too-long") return "there are more characters than the form has room for";
  return "the characters do not have the form that such a value has";
}

bool names_no_day(const Value& value) {
  const auto* iso = std::get_if<std::string>(&value);
  return iso && !is_calendar_date(*iso);
}

/// A date is YYYY-MM-DD of the calendar or none at all: what is written stays in `text` and a person is asked.
void drop_impossible_day(RecordField& found) {
  if (found.text.empty()) found.text = std::get<std::string>(found.value);
  found.state = FieldState::illegible;
  found.value = std::monostate{};
}

void check_value(const Field& field, Record& record, RecordField& found) {
  if (field.kind == FieldKind::date)
    std::erase_if(found.alternatives, [](const Alternative& other) { return names_no_day(other.value); });
  for (const std::string& doubt : value_doubts(field, found)) {
    add_reason(found.reasons, doubt);
    record.issues.push_back({doubt, field.name, field.page, field.box, sentence(doubt)});
    if (doubt == "calendar") drop_impossible_day(found);
  }
}

void add_missing_pages(const FormTemplate& form, const std::set<int>& pages, Record& record) {
  for (const FormPage& page : form.pages)
    if (!pages.contains(page.number))
      record.issues.push_back({"page-missing", "", page.number, std::nullopt, "this page of the form was not found"});
}

/// Of 1,400 office and copier pages read as what they are 3 have more; a neighbouring version taken for the page has.
constexpr double uneven_mm = 0.4;

/// Printing that lies like no single sheet: a torn or folded page, or a version of the form that is not in the
/// catalogue and was taken for its neighbour. What stands where cannot be relied on.
void doubt_uneven_pages(Record& record) {
  for (const RecordPage& page : record.pages) {
    if (page.residual_mm <= uneven_mm) continue;
    record.issues.push_back({"page-uneven", "", page.number, std::nullopt,
                             "the printing does not lie as on one flat sheet: is it another version of the form?"});
    for (RecordField& field : record.fields)
      if (field.page == page.number) add_reason(field.reasons, "page-uneven");
  }
}

/// Left open: empty, or a signature or tick that is not there.
bool unanswered(const RecordField& field) {
  return field.state == FieldState::blank || field.value == Value(false);
}

/// The reasons of the policy itself, after all others are known. A required column is wanted in written rows only.
void ask_by_policy(const Field& field, bool wanted, const Policy& policy, RecordField& found) {
  auto& reasons = found.reasons;
  if (found.state == FieldState::illegible) add_reason(reasons, "illegible");
  if (found.state == FieldState::ambiguous) add_reason(reasons, "ambiguous");
  if (wanted && unanswered(found)) add_reason(reasons, "required-blank");
  const std::optional<double> threshold = threshold_for(policy, field, found.state);
  // Without a threshold there is nothing to be below.
  if (!threshold)
    add_reason(reasons, "kind-not-accepted");
  else if (found.confidence < *threshold)
    add_reason(reasons, "low-confidence");
  if (field.critical) add_reason(reasons, "critical");
}

/// From which confidence a ticked none_box is believed.
double clear_tick(const Policy& policy) {
  const auto threshold = policy.accept_inked.find(FieldKind::none_box);
  return threshold == policy.accept_inked.end() ? 2.0 : threshold->second;
}

Record decided(const std::string& id, const FormTemplate& form, const std::vector<RecordPage>& pages,
               const std::vector<Reading>& readings, const Policy& policy, const Decisions& decisions) {
  Record record{.id = id, .form = form.id, .version = form.version, .pages = pages, .fields = {}, .issues = {}};
  std::ranges::sort(record.pages, {}, &RecordPage::number);
  std::set<int> found;
  for (const RecordPage& page : record.pages) found.insert(page.number);
  add_missing_pages(form, found, record);
  std::vector<const Field*> fields;
  for (const Field& field : form.fields) {
    if (!found.contains(field.page)) continue;
    const Reading* reading = reading_of(readings, field.name);
    if (!reading) throw std::logic_error("no reading for the field " + field.name);
    record.fields.push_back(joined(field, *reading));
    if (const auto person = decisions.find(field.name); person != decisions.end())
      settle(person->second, record.fields.back());
    fields.push_back(&field);
  }
  doubt_uneven_pages(record);
  for (std::size_t i = 0; i < fields.size(); ++i) check_value(*fields[i], record, record.fields[i]);
  for (std::size_t i = 0; i < fields.size(); ++i)
    record.fields[i].accepted_from = threshold_for(policy, *fields[i], record.fields[i].state).value_or(2);
  apply_rules(form, record);
  apply_tables(form, record);
  const std::set<std::string> blank = blank_rows(record);
  apply_none_boxes(form, record, clear_tick(policy));
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const bool wanted = fields[i]->required && !blank.contains(row_name(fields[i]->name));
    ask_by_policy(*fields[i], wanted, policy, record.fields[i]);
    record.fields[i].accepted = record.fields[i].reasons.empty();
  }
  return record;
}

}  // namespace

Record make_record(const std::string& id, const FormTemplate& form, const std::vector<RecordPage>& pages,
                   const std::vector<Reading>& readings, const Policy& policy, const Decisions& decisions) {
  Record read = decided(id, form, pages, readings, policy, {});
  if (decisions.empty()) return read;
  Record record = decided(id, form, pages, readings, policy, decisions);
  for (std::size_t i = 0; i < record.fields.size(); ++i)
    if (const auto person = decisions.find(record.fields[i].name); person != decisions.end())
      keep_reading(person->second, read.fields[i], record.fields[i]);
  return record;
}

bool is_nhs_number(const std::string& digits) {
  if (digits.size() != 10 || digits.find_first_not_of("0123456789") != std::string::npos) return false;
  if (digits.find_first_not_of(digits[0]) == std::string::npos) return false;
  int sum = 0;
  for (std::size_t i = 0; i < 9; ++i) sum += (digits[i] - '0') * static_cast<int>(10 - i);
  const int check = (11 - sum % 11) % 11;
  return check != 10 && check == digits[9] - '0';
}

bool is_calendar_date(const std::string& iso) {
  if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-') return false;
  for (std::size_t i = 0; i < iso.size(); ++i)
    if (i != 4 && i != 7 && (iso[i] < '0' || iso[i] > '9')) return false;
  const int year = std::stoi(iso.substr(0, 4)), month = std::stoi(iso.substr(5, 2)), day = std::stoi(iso.substr(8, 2));
  static constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return day <= days[month - 1] + (month == 2 && leap ? 1 : 0);
}

}  // namespace carescan::records
