#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <regex>

#include "pipeline/forms/findings.hpp"

namespace carescan::forms {

namespace {

/// What a field must be to play a role.
enum class Needs { number, points, height, oxygen, consciousness, saturation_scale };

struct Role {
  const char* name;
  Needs needs;
};

/// The roles of the rules that have any; what the rule does with them is in records/calculations.cpp.
const std::map<std::string, std::vector<Role>> roles{
    {"bmi", {{"weight", Needs::number}, {"height", Needs::height}, {"bmi", Needs::number}}},
    {"must",
     {{"bmi", Needs::number},
      {"bmi_score", Needs::number},
      {"loss", Needs::number},
      {"loss_score", Needs::number},
      {"acute", Needs::points},
      {"total", Needs::number}}},
    {"news2",
     {{"respiration", Needs::number},
      {"spo2", Needs::number},
      {"spo2_scale", Needs::saturation_scale},
      {"oxygen", Needs::oxygen},
      {"systolic", Needs::number},
      {"pulse", Needs::number},
      {"consciousness", Needs::consciousness},
      {"temperature", Needs::number},
      {"score", Needs::number}}},
};

/// Of each group one must be named.
const std::map<std::string, std::vector<std::vector<std::string>>> needed{
    {"bmi", {{"weight"}, {"height"}, {"bmi"}}},
    {"must", {{"bmi", "bmi_score"}, {"loss", "loss_score"}, {"acute"}, {"total"}}},
    {"news2",
     {{"respiration"}, {"spo2"}, {"oxygen"}, {"systolic"}, {"pulse"}, {"consciousness"}, {"temperature"}, {"score"}}},
};

bool codes_among(const Field& field, const std::vector<std::string>& words) {
  return !field.options.empty() && field.kind != FieldKind::choices &&
         std::ranges::all_of(
             field.options, [&](const Option& option) { return std::ranges::find(words, option.code) != words.end(); });
}

/// What is wrong with a field in a role; empty when nothing is.
std::string fault(const Field& field, Needs needs) {
  const bool tick = field.kind == FieldKind::checkbox;
  switch (needs) {
    case Needs::number:
      return counts(field) ? "" : "must be a number, or a choice of numbers";
    case Needs::points:
      return tick || counts(field) ? "" : "must be a checkbox, or a choice of numbers";
    case Needs::height:
      return counts(field) && (field.unit == "m" || field.unit == "cm") ? "" : "must be a number with unit m or cm";
    case Needs::oxygen:
      return tick || codes_among(field, {"air", "oxygen"}) ? "" : "must be a checkbox, or a choice of air and oxygen";
    case Needs::consciousness:
      return codes_among(field, {"A", "C", "V", "P", "U"}) ? "" : "must be a choice with the codes A, C, V, P and U";
    case Needs::saturation_scale:
      return tick || codes_among(field, {"1", "2"}) ? "" : "must be a checkbox, or a choice of 1 and 2";
  }
  return {};
}

void check_role(Findings& out, const FormRule& rule, std::size_t at, const std::string& pointer) {
  const std::string& role = rule.roles[at];
  const auto& known = roles.at(rule.rule);
  const auto found = std::ranges::find_if(known, [&](const Role& one) { return role == one.name; });
  if (found == known.end()) {
    out.error("rule-argument", pointer + "/fields/" + role, fmt::format("{} knows no '{}'", rule.rule, role));
    return;
  }
  const Field* field = out.form().find(in_row(rule.fields[at], 1));
  if (field == nullptr) return;
  if (const std::string why = fault(*field, found->needs); !why.empty())
    out.error("rule-argument", pointer + "/fields/" + role, fmt::format("{}: '{}' {}", rule.rule, field->name, why));
}

}  // namespace

bool counts(const Field& field) {
  static const std::regex plain("-?[0-9]{1,9}(\\.[0-9]{1,6})?");
  if (field.kind == FieldKind::number || field.kind == FieldKind::scale) return true;
  return field.kind == FieldKind::choice &&
         std::ranges::all_of(field.options, [](const Option& option) { return std::regex_match(option.code, plain); });
}

void check_roles(Findings& out, const FormRule& rule, const std::string& pointer) {
  if (!roles.contains(rule.rule)) {
    if (!rule.roles.empty())
      out.error("rule-argument", pointer + "/fields", fmt::format("the fields of {} are a list in order", rule.rule));
    return;
  }
  if (rule.roles.empty()) {
    out.error("rule-argument", pointer + "/fields",
              fmt::format("{} says which field is what: {{\"{}\": \"name_of_field\", …}}", rule.rule,
                          roles.at(rule.rule).front().name));
    return;
  }
  for (std::size_t i = 0; i < rule.roles.size(); ++i) check_role(out, rule, i, pointer);
  for (const auto& group : needed.at(rule.rule))
    if (std::ranges::none_of(
            group, [&](const std::string& role) { return std::ranges::find(rule.roles, role) != rule.roles.end(); }))
      out.error("rule-argument", pointer + "/fields",
                fmt::format("{} needs '{}'", rule.rule, fmt::join(group, "' or '")));
}

}  // namespace carescan::forms
