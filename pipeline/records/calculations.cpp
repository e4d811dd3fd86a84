#include "pipeline/records/calculations.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <regex>

#include "pipeline/records/scores.hpp"

namespace carescan::records {
namespace {

using Numbers = std::vector<double>;

bool is_by_row(const FormRule& rule) {
  return std::ranges::any_of(rule.fields, [](const std::string& name) { return name != in_row(name, 1); });
}

/// The rule about one row; nullopt where the table has no such row.
std::optional<FormRule> of_row(const FormTemplate& form, FormRule rule, int row) {
  for (std::string& name : rule.fields) {
    const std::string own = in_row(name, row);
    if (own != name && form.find(own) == nullptr) return std::nullopt;
    name = own;
  }
  return rule;
}

/// The field that plays a role in the rule, empty where none does.
std::string field_as(const FormRule& rule, const std::string& role) {
  const auto at = std::ranges::find(rule.roles, role);
  return at == rule.roles.end() ? "" : rule.fields[static_cast<std::size_t>(at - rule.roles.begin())];
}

Calculation sum(const FormRule& rule) {
  Calculation out{.terms = {}, .result = rule.fields.back(), .formula = [](const Numbers& all) {
                    return std::accumulate(all.begin(), all.end(), 0.0);
                  }};
  for (std::size_t i = 0; i + 1 < rule.fields.size(); ++i) out.terms.push_back({rule.fields[i]});
  return out;
}

Calculation bmi(const FormTemplate& form, const FormRule& rule) {
  const std::string height = field_as(rule, "height"), result = field_as(rule, "bmi");
  const Field *height_field = form.find(height), *result_field = form.find(result);
  const double metre = height_field && height_field->unit == "cm" ? 100 : 1;
  // A comb has as many places as it has cells for; elsewhere BMIs are written with one.
  const int places = result_field && !result_field->cells.empty() ? result_field->decimals : 1;
  return {.terms = {{field_as(rule, "weight")}, {height}},
          .result = result,
          .formula = [metre](const Numbers& n) { return body_mass_index(n[0], n[1] / metre); },
          .tolerance = std::pow(10, -places)};
}

/// A step of MUST: the measure that is named gives its points, or the points are named themselves.
struct Step {
  std::string measure, points;
  int (*points_of)(double);
};

/// What a step adds to the total: the points that are written, or else those of the measure.
double points_in_total(const Step& step, double written) {
  return step.points.empty() ? step.points_of(written) : written;
}

std::vector<Calculation> must(const FormRule& rule) {
  const Step weight{field_as(rule, "bmi"), field_as(rule, "bmi_score"), must_bmi_points};
  const Step loss{field_as(rule, "loss"), field_as(rule, "loss_score"), must_loss_points};
  std::vector<Calculation> out;
  for (const Step& step : {weight, loss})
    if (!step.measure.empty() && !step.points.empty())
      out.push_back({.terms = {{step.measure}}, .result = step.points, .formula = [step](const Numbers& n) {
                       return step.points_of(n[0]);
                     }});
  const auto source = [](const Step& step) { return Term{step.points.empty() ? step.measure : step.points}; };
  out.push_back({.terms = {source(weight), source(loss), {field_as(rule, "acute"), must_acute_points}},
                 .result = field_as(rule, "total"),
                 .formula = [weight, loss](const Numbers& n) {
                   return points_in_total(weight, n[0]) + points_in_total(loss, n[1]) + n[2];
                 }});
  return out;
}

Calculation news2(const FormRule& rule) {
  std::vector<Term> terms;
  for (const char* role : {"respiration", "spo2", "systolic", "pulse", "temperature"})
    terms.push_back({field_as(rule, role)});
  terms.push_back({.field = field_as(rule, "oxygen"), .words = {{"air", 0}, {"oxygen", 1}}});
  terms.push_back(
      {.field = field_as(rule, "consciousness"), .words = {{"A", 0}, {"C", 1}, {"V", 1}, {"P", 1}, {"U", 1}}});
  if (const std::string scale = field_as(rule, "spo2_scale"); !scale.empty()) terms.push_back({scale, 2, 1});
  return {.terms = std::move(terms), .result = field_as(rule, "score"), .formula = [](const Numbers& n) {
            return news2_score({.respiration = n[0],
                                .spo2 = n[1],
                                .spo2_scale_2 = n.size() > 7 && n[7] == 2,
                                .on_oxygen = n[5] != 0,
                                .systolic = n[2],
                                .pulse = n[3],
                                .alert = n[6] == 0,
                                .temperature = n[4]});
          }};
}

}  // namespace

std::vector<FormRule> rules_by_row(const FormTemplate& form) {
  std::vector<FormRule> out;
  for (const FormRule& rule : form.rules) {
    if (!is_by_row(rule)) {
      out.push_back(rule);
      continue;
    }
    for (int row = 1; const auto own = of_row(form, rule, row); ++row) out.push_back(*own);
  }
  return out;
}

std::vector<Calculation> calculations(const FormTemplate& form, const FormRule& rule) {
  if (rule.rule == "sum" && rule.fields.size() > 1) return {sum(rule)};
  if (rule.rule == "bmi") return {bmi(form, rule)};
  if (rule.rule == "must") return must(rule);
  if (rule.rule == "news2") return {news2(rule)};
  return {};
}

std::optional<double> number_of(const Value& value) {
  static const std::regex plain("-?[0-9]{1,9}(\\.[0-9]{1,6})?");
  if (const auto* number = std::get_if<double>(&value)) return *number;
  const auto* code = std::get_if<std::string>(&value);
  if (!code || !std::regex_match(*code, plain)) return std::nullopt;
  return std::stod(*code);
}

std::optional<double> quantity(const Term& term, const Value& value) {
  if (const auto* ticked = std::get_if<bool>(&value)) return *ticked ? term.ticked : term.unticked;
  if (const auto* code = std::get_if<std::string>(&value))
    if (const auto word = term.words.find(*code); word != term.words.end()) return word->second;
  // Where words are asked for, a number means something else.
  return term.words.empty() ? number_of(value) : std::nullopt;
}

}  // namespace carescan::records
