#include "pipeline/fhir/score_formulas.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "pipeline/records/scores.hpp"

namespace carescan::fhir {
namespace {

using Findings = std::vector<Finding>;

std::string name_of(const Json& coded) {
  return text_of(member_of(coded, "code"), "text");
}

/// The vital signs that a NEWS2 total was worked out from; nullopt where one of the six is missing or there twice.
std::optional<records::Observations> vital_signs(const Parts& parts) {
  records::Observations out;
  const auto one = [&](Measure what, double& to) {
    int found = 0;
    for (const Json* part : parts)
      if (const auto value = in_common_unit(*part, what); value && measures(*part, what)) {
        to = *value;
        ++found;
      }
    return found == 1;
  };
  const bool all = one(Measure::respiration, out.respiration) && one(Measure::spo2, out.spo2) &&
                   one(Measure::systolic, out.systolic) && one(Measure::pulse, out.pulse) &&
                   one(Measure::temperature, out.temperature);
  return all ? std::optional(out) : std::nullopt;
}

bool coded_value_is(const Json& part, std::string_view code) {
  const Json& codings = member_of(member_of(part, "valueCodeableConcept"), "coding");
  return codings.is_array() &&
         std::any_of(codings.begin(), codings.end(), [&](const Json& c) { return text_of(c, "code") == code; });
}

/// What is known of alertness (both ways where it is not written) and of oxygen.
std::vector<bool> alert_or_not(const Parts& parts) {
  for (const Json* part : parts)
    if (measures(*part, Measure::acvpu) && has(*part, "valueCodeableConcept"))
      return {coded_value_is(*part, "248234008")};
  return {true, false};
}

std::vector<bool> on_oxygen_or_not(const Parts& parts) {
  for (const Json* part : parts) {
    if (has_snomed(*part, "371825009") || coded_value_is(*part, "371825009")) return {true};
    if (has_snomed(*part, "722742002") || coded_value_is(*part, "722742002")) return {false};
  }
  return {false, true};
}

/// Scale 2 of oxygen saturation, where a score says which scale it is of.
std::vector<bool> scale_2_or_not(const Parts& parts) {
  for (const Json* part : parts) {
    if (has_snomed(*part, "1104321000000108")) return {true};
    if (has_snomed(*part, "1104311000000102")) return {false};
  }
  return {false, true};
}

/// Whether some reading of what is not written (alertness, oxygen, scale) gives this total.
bool possible(double total, records::Observations signs, const Parts& parts) {
  for (const bool alert : alert_or_not(parts))
    for (const bool oxygen : on_oxygen_or_not(parts))
      for (const bool scale_2 : scale_2_or_not(parts)) {
        signs.alert = alert;
        signs.on_oxygen = oxygen;
        signs.spo2_scale_2 = scale_2;
        if (std::abs(records::news2_score(signs) - total) < 1e-9) return true;
      }
  return false;
}

/// Points of a step as they follow from what was measured: 20.04 may have been written 20.0.
template <class Points>
bool follows(double points, double measured, Points points_of) {
  const double off = last_place(measured) / 2;
  return points == points_of(measured) || points == points_of(measured - off) || points == points_of(measured + off);
}

/// Weight and height of the same person and day in the Bundle, for an index that names nothing it was made from.
Parts same_day(const Json& observation, const Place& at) {
  Parts out;
  if (at.bundle == nullptr) return out;
  const Json& entries = member_of(*at.bundle->whole, "entry");
  const std::string day = text_of(observation, "effectiveDateTime").substr(0, 10);
  const std::string who = text_of(member_of(observation, "subject"), "reference");
  if (!entries.is_array() || day.size() < 10 || who.empty()) return out;
  for (const Json& entry : entries) {
    const Json& other = member_of(entry, "resource");
    if (text_of(other, "resourceType") == "Observation" && text_of(member_of(other, "subject"), "reference") == who &&
        text_of(other, "effectiveDateTime").substr(0, 10) == day)
      out.push_back(&other);
  }
  return out;
}

void check_index(double bmi, const Parts& parts, const Place& at, Findings& findings) {
  const auto weight = only(parts, Measure::weight), height = only(parts, Measure::height);
  if (!weight || !height || *height <= 0.3 || *weight <= 0) return;
  const double index = records::body_mass_index(*weight, *height);
  // Weight and height are rounded, too: half a kilogram and half a centimetre at most.
  const double spread = index * (0.5 * last_place(*weight) / *weight + std::min(0.005, last_place(*height)) / *height);
  if (std::abs(index - bmi) > last_place(bmi) + spread + 1e-9)
    error(findings, "business-rule", at.child("value").path,
          "The body mass index does not fit weight and height: it is the weight in kg by the height in m, squared.");
}

}  // namespace

bool is_news2_part(const Json& coded) {
  for (const std::string_view code : {"1104301000000104", "1104311000000102", "1104321000000108", "1104331000000105",
                                      "1104341000000101", "1104351000000103", "1104361000000100", "1104371000000107"})
    if (has_snomed(coded, code)) return true;
  return false;
}

bool counts_points(const Json& coded) {
  static const std::set<std::string> words{"{ScoreOf}", "{score}", "{Score}", "{points}", "{Points}",
                                           "score",     "scores",  "points",  "point"};
  const Json& quantity = member_of(coded, "valueQuantity");
  return words.contains(text_of(quantity, "code")) || words.contains(text_of(quantity, "unit")) || is_news2_part(coded);
}

bool is_must(const Json& observation) {
  const std::string name = name_of(observation);
  return name.find("Malnutrition Universal Screening Tool") != std::string::npos ||
         name.find("MUST") != std::string::npos;
}

std::optional<double> only(const Parts& parts, Measure what) {
  std::optional<double> out;
  for (const Json* part : parts) {
    if (!measures(*part, what)) continue;
    if (out) return std::nullopt;
    out = in_common_unit(*part, what);
  }
  return out;
}

void check_news2(const Json& observation, const Parts& parts, const Place& at, Findings& findings) {
  const auto value = number_value(observation);
  const Place here = at.child("value");
  if (is_news2_part(observation) && value && (*value < 0 || *value > 3 || *value != std::floor(*value)))
    error(findings, "business-rule", here.path, "NEWS2 gives 0 to 3 points for one vital sign.");
  if (!has_snomed(observation, news2_total) || !value) return;
  if (*value < 0 || *value > 20 || *value != std::floor(*value))
    error(findings, "business-rule", here.path, "A NEWS2 total is a whole number from 0 to 20.");
  const auto signs = vital_signs(parts);
  if (signs && !possible(*value, *signs, parts))
    error(findings, "business-rule", here.path, "The vital signs it is made from give another NEWS2 total.");
}

void check_must(const Json& observation, const Parts& parts, const Place& at, Findings& findings) {
  const auto total = number_value(observation);
  if (!is_must(observation) || !total || !counts_points(observation)) return;
  if (*total < 0 || *total > 6 || *total != std::floor(*total))
    error(findings, "business-rule", at.child("value").path, "A MUST total is a whole number from 0 to 6.");
  const auto bmi = only(parts, Measure::bmi);
  std::optional<double> loss;
  for (const Json* part : parts)
    if (name_of(*part).find("loss") != std::string::npos && unit_of(*part) == "%") loss = number_value(*part);
  const Json& steps = member_of(observation, "component");
  for (std::size_t i = 0; steps.is_array() && i < steps.size(); ++i) {
    const double points = number_value(steps[i]).value_or(-1);
    const std::string name = name_of(steps[i]);
    if (!counts_points(steps[i]) || !number_value(steps[i])) continue;
    const bool fits =
        (name.find("BMI") == std::string::npos || !bmi || follows(points, *bmi, records::must_bmi_points)) &&
        (name.find("loss") == std::string::npos || !loss || follows(points, *loss, records::must_loss_points));
    if (!fits || points < 0 || points > 2 || points != std::floor(points))
      error(findings, "business-rule", at.child(fmt::format("component[{}].value", i)).path,
            "A step of MUST has 0 to 2 points, those that body mass index and weight loss give.");
  }
}

void check_bmi(const Json& observation, const Parts& parts, const Place& at, Findings& findings) {
  if (measures(observation, Measure::bmi))
    if (const auto bmi = in_common_unit(observation, Measure::bmi))
      check_index(*bmi, only(parts, Measure::weight) ? parts : same_day(observation, at), at, findings);
  const Json& components = member_of(observation, "component");
  for (std::size_t i = 0; components.is_array() && i < components.size(); ++i)
    if (measures(components[i], Measure::bmi))
      if (const auto bmi = in_common_unit(components[i], Measure::bmi))
        check_index(*bmi, parts, at.child(fmt::format("component[{}]", i)), findings);
}

}  // namespace carescan::fhir
