#include "pipeline/records/person_marks.hpp"

#include <algorithm>

#include "pipeline/records/decide.hpp"
#include "pipeline/records/likeness.hpp"

namespace carescan::records {
namespace {

/// From here on two drafts are one person's, and with fewer letters chance would do. Measured:
/// docs/decisions/assembly.md.
constexpr double words_alike_from = 0.70, numbers_alike_from = 0.80;
constexpr std::size_t telling_letters = 5;
constexpr const char* nhs_identifier = "NHS number";

const Reading* named(const std::vector<Reading>& readings, const std::string& field) {
  const auto found = std::ranges::find(readings, field, &Reading::field);
  return found == readings.end() ? nullptr : &*found;
}

void add(std::vector<PersonMark>& marks, PersonMark mark) {
  std::erase_if(mark.drafts, [](const std::string& draft) { return draft.size() < fewest_letters; });
  const bool known =
      std::ranges::any_of(marks, [&](const PersonMark& other) { return other.identifier == mark.identifier; });
  if (!known && !mark.drafts.empty()) marks.push_back(std::move(mark));
}

/// A rule's own fields joined, forwards and backwards ("given surname" is written "surname, given" elsewhere); nothing
/// where one of them is on another page.
std::vector<std::string> joined(const std::vector<std::string>& fields, const std::vector<Reading>& readings) {
  std::string forwards, backwards;
  for (const std::string& field : fields) {
    const Reading* reading = named(readings, field);
    if (!reading) return {};
    forwards += letters(reading->text);
    backwards = letters(reading->text) + backwards;
  }
  return {forwards, backwards};
}

/// The rule's first fields name the identifier: rules for pages 2, 3 and 4 share them.
void add_rule(const FormRule& rule, const std::vector<Reading>& readings, std::vector<PersonMark>& marks) {
  if (rule.rule != "same_person" || rule.fields.size() < 2) return;
  const std::vector<std::string> owner(rule.fields.begin(), rule.fields.end() - 1);
  std::string identifier;
  for (const std::string& field : owner) identifier += field + " ";
  add(marks, {identifier, joined(owner, readings)});
  add(marks, {identifier, joined({rule.fields.back()}, readings)});
}

double best_likeness(const PersonMark& a, const PersonMark& b) {
  double best = 0;
  for (const std::string& x : a.drafts)
    for (const std::string& y : b.drafts) best = std::max(best, likeness(x, y));
  return best;
}

std::size_t shortest(const PersonMark& a, const PersonMark& b) {
  return std::min(a.drafts.front().size(), b.drafts.front().size());
}

/// Two numbers share figures by chance more often than two names letters.
bool is_number(const PersonMark& mark) {
  return mark.drafts.front().find_first_not_of("0123456789") == std::string::npos;
}

Owner compared(const PersonMark& a, const PersonMark& b) {
  if (a.proven && b.proven) return a.drafts == b.drafts ? Owner::same : Owner::other;
  const double alike = best_likeness(a, b);
  if (alike >= (is_number(a) ? numbers_alike_from : words_alike_from) && shortest(a, b) >= telling_letters)
    return Owner::same;
  return alike < unlike_below ? Owner::differs : Owner::unclear;
}

}  // namespace

std::vector<PersonMark> person_marks(const FormTemplate& form, const std::vector<Reading>& of_page) {
  std::vector<PersonMark> marks;
  for (const FormRule& rule : form.rules) add_rule(rule, of_page, marks);
  for (const Reading& reading : of_page) {
    const Field* field = form.find(reading.field);
    const std::string digits = letters(reading.text);
    if (field && field->kind == FieldKind::nhs_number) add(marks, {nhs_identifier, {digits}, is_nhs_number(digits)});
  }
  return marks;
}

bool is_compared_by_rule(const PersonMark& mark) {
  return mark.identifier != nhs_identifier;
}

Owner same_owner(const std::vector<PersonMark>& a, const std::vector<PersonMark>& b) {
  bool same = false, differs = false;
  for (const PersonMark& mark : a) {
    const auto twin = std::ranges::find(b, mark.identifier, &PersonMark::identifier);
    if (twin == b.end()) continue;
    const Owner verdict = compared(mark, *twin);
    if (verdict == Owner::other) return Owner::other;
    same |= verdict == Owner::same;
    differs |= verdict == Owner::differs;
  }
  if (same == differs) return Owner::unclear;
  return same ? Owner::same : Owner::differs;
}

}  // namespace carescan::records
