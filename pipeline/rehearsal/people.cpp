#include "pipeline/rehearsal/people.hpp"

#include <algorithm>
#include <regex>

#include "pipeline/rehearsal/person.hpp"
#include "pipeline/rehearsal/rows.hpp"
#include "pipeline/rehearsal/work_out.hpp"

namespace carescan::rehearsal {
namespace {

// "medication_2_dose" is row 2 of "medication"; "need_2" and its neighbours are row 2 of one unnamed list.
struct Row {
  std::string list;
  int number = 0;
};

Row row_of(const Field& field) {
  static const std::regex pattern("(.*)_([0-9]+)(_.*)?");
  std::smatch found;
  if (!std::regex_match(field.name, found, pattern) || found[1] == "page" || about(field, "line_")) return {};
  return {found[3].matched ? found[1].str() : "rows", std::stoi(found[2])};
}

// Rows are filled from the top; a list whose none_box is ticked has none.
int rows_filled(const FormTemplate& form, const std::string& list, const std::map<std::string, Wish>& wishes,
                const Chance& chance) {
  Chance own = chance.fork("rows of " + list);
  for (const Field& box : form.fields) {
    if (box.kind != FieldKind::none_box || box.ties.empty()) continue;
    const Field* tied = form.find(box.ties);
    if (tied && row_of(*tied).list == list && wishes.contains(box.name) && wishes.at(box.name).marked) return 0;
  }
  return own.integer(0, 4) == 0 ? 0 : own.integer(1, 4);
}

// A none_box ties a field, or a table.
bool is_tied(const Field& field, const std::string& ties) {
  return field.name == ties || (!ties.empty() && field.table == ties);
}

// How likely a field is filled, before lists and questions that hang together have their say.
double filled_share(const Field& field) {
  if (row_of(field).number > 0) return 0.97;
  if (!field.table.empty()) return field.kind == FieldKind::checkbox ? 0.4 : field.required ? 1 : 0.93;
  if (field.required) return 0.97;
  switch (field.kind) {
    case FieldKind::checkbox:
      return 0.35;
    case FieldKind::none_box:
      return 0.3;
    case FieldKind::choice:
    case FieldKind::choices:
    case FieldKind::scale:
      return 0.75;
    case FieldKind::paragraph:
      return 0.6;
    case FieldKind::drawing:
      return 0.7;
    case FieldKind::table:
      return 0;
    default:
      return about(field, "nhs") ? 0.95 : about(field, "page_") ? 0.9 : 0.55;
  }
}

Wish wish_for(const FormTemplate& form, const Field& field, const Person& person, Chance& chance) {
  if (!chance.happens(filled_share(field))) return {};
  switch (field.kind) {
    case FieldKind::checkbox:
    case FieldKind::none_box:
    case FieldKind::drawing:
      return {.marked = true};
    case FieldKind::signature:
    case FieldKind::initials:
      return {.text = about(field, "staff") ? name_of_somebody(chance) : person.given + " " + person.family,
              .marked = true};
    case FieldKind::choice:
    case FieldKind::choices:
    case FieldKind::scale:
      return {.codes = made_up_codes(field, person, chance)};
    case FieldKind::table:
      return {};
    default:
      return {.text = made_up_writing(form, field, person, chance)};
  }
}

// Who signs also prints that name and a date, mostly; nobody dates a line that is not signed.
void sign_together(const FormTemplate& form, std::map<std::string, Wish>& wishes) {
  for (const Field& field : form.fields) {
    if (field.kind != FieldKind::signature) continue;
    const std::string stem = field.name.substr(0, field.name.rfind('_'));
    const bool is_signed = wishes[field.name].marked;
    for (auto& [name, wish] : wishes) {
      const bool beside = name.find("print") != std::string::npos || name.find("signed") != std::string::npos;
      if (name == field.name || !beside || !name.starts_with(stem + "_")) continue;
      if (!is_signed) wish = {};
      if (name.ends_with("name") && !wish.empty()) wishes[field.name].text = wish.text;
    }
  }
}

// A field about a decision is written only where the decision was answered with yes: cpr_decision_where hangs on
// cpr_decision_recorded.
void answer_together(const FormTemplate& form, std::map<std::string, Wish>& wishes) {
  for (const Field& field : form.fields) {
    if (field.kind != FieldKind::choice || !field.name.ends_with("_recorded") ||
        wishes[field.name].codes == std::vector<std::string>{"yes"})
      continue;
    const std::string stem = field.name.substr(0, field.name.rfind('_'));
    for (auto& [name, wish] : wishes)
      if (name.starts_with(stem + "_") && name != field.name) wish = {};
  }
}

// Who ticks "none" leaves empty what the box ties, and what the form's rules say goes with it no more than that.
void heed_none_boxes(const FormTemplate& form, std::map<std::string, Wish>& wishes) {
  for (const Field& box : form.fields) {
    if (box.kind != FieldKind::none_box || !wishes[box.name].marked) continue;
    for (const Field& tied : form.fields)
      if (is_tied(tied, box.ties)) wishes[tied.name] = {};
    for (const FormRule& rule : form.rules)
      if (rule.rule == "exclusive" && std::ranges::find(rule.fields, box.name) != rule.fields.end())
        for (auto& [name, wish] : wishes)
          if (name != box.name && std::ranges::find(rule.fields, name) != rule.fields.end()) wish = {};
  }
}

// One person has one NHS number: what a later page's strip says is what the first page says.
void repeat_identity(const FormTemplate& form, std::map<std::string, Wish>& wishes) {
  for (const FormRule& rule : form.rules) {
    if (rule.rule != "same_person" || rule.fields.size() != 2) continue;
    const Wish& first = wishes[rule.fields.front()];
    Wish& later = wishes[rule.fields.back()];
    if (!first.empty() && !later.empty()) later.text = first.text;
  }
}

}  // namespace

std::map<std::string, Wish> make_up(const FormTemplate& form, Chance& chance) {
  const Person person = meet(chance.fork("person"));
  std::map<std::string, Wish> wishes;
  for (const Field& field : form.fields) {
    Chance own = chance.fork(field.name);
    wishes[field.name] = wish_for(form, field, person, own);
  }
  for (const Field& field : form.fields)
    if (const Row row = row_of(field); row.number > rows_filled(form, row.list, wishes, chance) && row.number > 0)
      wishes[field.name] = {};
  for (const Table& table : form.tables) leave_rows_empty(table, wishes, chance.fork("rows of " + table.name));
  heed_none_boxes(form, wishes);
  sign_together(form, wishes);
  answer_together(form, wishes);
  repeat_identity(form, wishes);
  work_out(form, wishes, chance);
  return wishes;
}

}  // namespace carescan::rehearsal
