#include <fmt/format.h>

#include <algorithm>
#include <regex>

#include "pipeline/forms/findings.hpp"
#include "pipeline/forms/lint_checks.hpp"

namespace carescan::forms {

namespace {

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool looks_like_date(const std::string& text) {
  static const std::regex iso("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  return std::regex_match(text, iso);
}

bool is_pattern(const std::string& text) {
  try {
    const std::regex compiled(text);
    return !text.empty();
  } catch (const std::regex_error&) {
    return false;
  }
}

std::string range_fault(const FormTemplate& form, const Field& field, const FieldRule& rule) {
  if (field.kind != FieldKind::number && field.kind != FieldKind::scale)
    return "range is for numbers; for dates use not_before and not_after";
  if (!rule.min && !rule.max && rule.min_field.empty() && rule.max_field.empty())
    return "range needs a \"min\", a \"max\", a \"min_field\" or a \"max_field\"";
  if (rule.min && rule.max && *rule.min > *rule.max) return "\"min\" is above \"max\", so no value holds";
  for (const std::string& name : {rule.min_field, rule.max_field}) {
    const Field* other = name.empty() ? &field : form.find(name);
    if (other == nullptr || !counts(*other)) return fmt::format("'{}' is not the name of a field with a number", name);
  }
  return {};
}

/// What is wrong with one field rule beside its name; empty when nothing is.
std::string rule_fault(const FormTemplate& form, const Field& field, const FieldRule& rule) {
  if (rule.rule == "range") return range_fault(form, field, rule);
  if (!rule.min_field.empty() || !rule.max_field.empty()) return "only range has a \"min_field\" or a \"max_field\"";
  if (rule.rule == "pattern" && !is_pattern(rule.argument))
    return "\"argument\" is not a regular expression (ECMAScript)";
  if (rule.rule == "not_before" || rule.rule == "not_after") {
    if (field.kind != FieldKind::date) return fmt::format("{} is for dates", rule.rule);
    const Field* other = form.find(rule.argument);
    if (!looks_like_date(rule.argument) && (other == nullptr || other->kind != FieldKind::date))
      return "\"argument\" is neither YYYY-MM-DD nor the name of a date field";
  }
  return {};
}

void check_field_rules(Findings& out, const Field& field, std::size_t at) {
  for (std::size_t i = 0; i < field.rules.size(); ++i) {
    const std::string pointer = fmt::format("{}/rules/{}", out.place(at), i);
    if (!contains(field_rule_names(), field.rules[i].rule)) {
      out.error(
          "unknown-rule", pointer + "/rule",
          fmt::format("no field rule is called '{}'; known are {}", field.rules[i].rule, listed(field_rule_names())));
    } else if (const std::string fault = rule_fault(out.form(), field, field.rules[i]); !fault.empty()) {
      out.error("rule-argument", pointer, fmt::format("rule of '{}': {}", field.name, fault));
    }
  }
}

/// What a person is known by on a page.
bool identifies(FieldKind kind) {
  return kind == FieldKind::text || kind == FieldKind::comb || kind == FieldKind::date || kind == FieldKind::nhs_number;
}

/// The last field's page is the one in doubt, so it must be another page than the owner's.
void check_pages(Findings& out, const FormRule& rule, const std::string& pointer) {
  const Field* strip = rule.fields.empty() ? nullptr : out.form().find(rule.fields.back());
  for (std::size_t i = 0; strip != nullptr && i + 1 < rule.fields.size(); ++i) {
    const Field* owner = out.form().find(rule.fields[i]);
    if (owner != nullptr && owner->page >= strip->page)
      out.error("rule-argument", fmt::format("{}/fields/{}", pointer, i),
                fmt::format("same_person compares a later page with an earlier one; '{}' is not before '{}'",
                            owner->name, strip->name));
  }
}

/// What is wrong with a field at its place in a rule whose fields stand in order; empty when nothing is.
std::string place_fault(const std::string& rule, const Field& field, bool last) {
  if (rule == "order" && field.kind != FieldKind::date && !counts(field))
    return fmt::format("order compares dates or numbers; '{}' is neither", field.name);
  if (rule == "sum" && !counts(field) && (last || field.kind != FieldKind::checkbox))
    return fmt::format("sum adds numbers; '{}' is none", field.name);
  if (rule == "same_person" && !identifies(field.kind))
    return fmt::format("same_person compares names, dates of birth or NHS numbers; '{}' is none", field.name);
  return {};
}

void check_form_rule(Findings& out, const FormRule& rule, std::size_t at) {
  const std::string pointer = fmt::format("/rules/{}", at);
  if (!contains(form_rule_names(), rule.rule)) {
    out.error("unknown-rule", pointer + "/rule",
              fmt::format("no form rule is called '{}'; known are {}", rule.rule, listed(form_rule_names())));
    return;
  }
  for (std::size_t i = 0; i < rule.fields.size(); ++i) {
    const std::string place = rule.roles.empty() ? fmt::format("{}/fields/{}", pointer, i)
                                                 : fmt::format("{}/fields/{}", pointer, rule.roles[i]);
    const Field* field = out.form().find(in_row(rule.fields[i], 1));
    if (field == nullptr)
      out.error("no-such-field", place, fmt::format("the rule is about '{}', which is not a field", rule.fields[i]));
    else if (const std::string fault = place_fault(rule.rule, *field, i + 1 == rule.fields.size()); !fault.empty())
      out.error("rule-argument", place, fault);
  }
  check_roles(out, rule, pointer);
  if (rule.rule == "same_person") check_pages(out, rule, pointer);
}

}  // namespace

const std::vector<std::string>& field_rule_names() {
  static const std::vector<std::string> names{"range", "not_before", "not_after", "pattern"};
  return names;
}

const std::vector<std::string>& form_rule_names() {
  static const std::vector<std::string> names{"order",       "exclusive", "if_then", "sum",
                                              "same_person", "bmi",       "must",    "news2"};
  return names;
}

void check_rules(Findings& out) {
  for (std::size_t i = 0; i < out.form().fields.size(); ++i) check_field_rules(out, out.form().fields[i], i);
  for (std::size_t i = 0; i < out.form().rules.size(); ++i) check_form_rule(out, out.form().rules[i], i);
}

}  // namespace carescan::forms
