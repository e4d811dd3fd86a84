#include "pipeline/fhir/score_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "pipeline/fhir/measured.hpp"
#include "pipeline/fhir/names.hpp"
#include "pipeline/records/scores.hpp"

namespace carescan::fhir {
namespace {

using Findings = std::vector<Finding>;
using Parts = std::vector<const Json*>;

constexpr std::string_view news2_total = "1104051000000101";

/// NEWS2's scores for one vital sign each, as UK Core's EarlyWarningSubScore lists them.
bool is_news2_part(const Json& coded) {
  for (const std::string_view code : {"1104301000000104", "1104311000000102", "1104321000000108", "1104331000000105",
                                      "1104341000000101", "1104351000000103", "1104361000000100", "1104371000000107"})
    if (has_snomed(coded, code)) return true;
  return false;
}

bool claims_score(const Json& observation) {
  const Json& profiles = member_of(member_of(observation, "meta"), "profile");
  return profiles.is_array() && std::any_of(profiles.begin(), profiles.end(), [](const Json& p) {
           return p.is_string() && p.get_ref<const std::string&>().find("EarlyWarningTotalScore") != std::string::npos;
         });
}

bool counts_points(const Json& coded) {
  const std::string unit = unit_of(coded);
  return unit == "{ScoreOf}" || unit == "{score}" || unit == "{Score}" || unit == "{points}" || unit == "score" ||
         unit == "points" || is_news2_part(coded);
}

bool is_total(const Json& observation) {
  return claims_score(observation) || has_snomed(observation, news2_total) || counts_points(observation);
}

/// A total is the sum of its points; where some part has none, it is at least that.
void check_sum(const Json& observation, const Parts& parts, const Place& at, Findings& findings) {
  const auto total = number_value(observation);
  if (!total || !is_total(observation)) return;
  double sum = 0;
  int counted = 0;
  bool all = true;
  for (const Json* part : parts) {
    const bool points = counts_points(*part) || (!has(*part, "valueQuantity") && number_value(*part));
    if (const auto number = number_value(*part); points && number) {
      sum += *number;
      ++counted;
    } else if (has(*part, "dataAbsentReason") || (points && !number)) {
      all = false;
    }
  }
  if (counted < 2 || (all ? std::abs(sum - *total) < 1e-9 : sum <= *total + 1e-9)) return;
  error(findings, "business-rule", at.child("value").path,
        "The score is not the sum of its parts: compare the total with the points it is made of.");
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

/// The one measurement of its kind, in kg or m; nullopt where there is none or more than one.
std::optional<double> only(const Parts& parts, Measure what) {
  std::optional<double> out;
  for (const Json* part : parts) {
    if (!measures(*part, what)) continue;
    if (out) return std::nullopt;
    out = in_common_unit(*part, what);
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

void check_pressure(const Parts& parts, const Place& at, Findings& findings) {
  const auto systolic = only(parts, Measure::systolic), diastolic = only(parts, Measure::diastolic);
  if (systolic && diastolic && *diastolic > *systolic)
    warning(findings, "business-rule", at.path, "The diastolic pressure is above the systolic one.");
}

void check_measured_unit(const Json& coded, const Place& at, Findings& findings) {
  if (impossible(coded))
    error(findings, "business-rule", at.child("value").path, "No person has this value in this unit.");
  if (wrong_unit(coded))
    error(findings, "value", at.child("value.code").path, "What the code says is not measured in this unit.");
}

}  // namespace

void check_scores(const Json& observation, const Place& at, std::vector<Finding>& findings) {
  const Parts parts = made_from(observation, at);
  check_measured_unit(observation, at, findings);
  check_sum(observation, parts, at, findings);
  check_news2(observation, parts, at, findings);
  check_bmi(observation, parts, at, findings);
  check_pressure(parts, at, findings);
  const Json& components = member_of(observation, "component");
  for (std::size_t i = 0; components.is_array() && i < components.size(); ++i) {
    const Place here = at.child(fmt::format("component[{}]", i));
    check_news2(components[i], {}, here, findings);
    check_measured_unit(components[i], here, findings);
  }
}

}  // namespace carescan::fhir
