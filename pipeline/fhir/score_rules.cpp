#include "pipeline/fhir/score_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "pipeline/fhir/measured.hpp"
#include "pipeline/fhir/score_formulas.hpp"

namespace carescan::fhir {
namespace {

using Findings = std::vector<Finding>;

bool claims_score(const Json& observation) {
  const Json& profiles = member_of(member_of(observation, "meta"), "profile");
  return profiles.is_array() && std::any_of(profiles.begin(), profiles.end(), [](const Json& p) {
           return p.is_string() && p.get_ref<const std::string&>().find("EarlyWarningTotalScore") != std::string::npos;
         });
}

bool is_total(const Json& observation) {
  return claims_score(observation) || has_snomed(observation, news2_total) || counts_points(observation);
}

/// How many parts a total has where nothing is left out; 0 where that is not known.
int parts_of_total(const Json& observation) {
  if (has_snomed(observation, news2_total)) return 7;
  return is_must(observation) ? 3 : 0;
}

/// A total is the sum of its points; where some part is missing or has none, it is at least that.
void check_sum(const Json& observation, const Parts& parts, const Place& at, Findings& findings) {
  const auto total = number_value(observation);
  if (!total || !is_total(observation)) return;
  double sum = 0;
  int counted = 0;
  bool all = true;
  for (const Json* part : parts) {
    const auto number = number_value(*part);
    const bool points = counts_points(*part) || (!has(*part, "valueQuantity") && number);
    if (points && number) {
      sum += *number;
      ++counted;
    }
    all = all && !has(*part, "dataAbsentReason") && (number || !points);
  }
  all = all && counted >= parts_of_total(observation);
  if (counted < 2 || (all ? std::abs(sum - *total) < 1e-9 : sum <= *total + 1e-9)) return;
  error(findings, "business-rule", at.child("value").path,
        "The score is not the sum of its parts: compare the total with the points it is made of.");
}

bool says_yes(const Json& part) {
  return member_of(part, "valueBoolean") == true || text_of(member_of(part, "valueCodeableConcept"), "text") == "Yes";
}

/// A number of answers is no less than those that say yes.
void check_count(const Json& observation, const Parts& parts, const Place& at, Findings& findings) {
  const auto total = number_value(observation);
  if (!total || text_of(member_of(observation, "valueQuantity"), "unit") != "answers") return;
  const auto yes = std::count_if(parts.begin(), parts.end(), [](const Json* part) { return says_yes(*part); });
  if (*total < static_cast<double>(yes) || *total < 0 || *total != std::floor(*total))
    error(findings, "business-rule", at.child("value").path, "More answers say yes than were counted.");
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
  check_count(observation, parts, at, findings);
  check_news2(observation, parts, at, findings);
  check_must(observation, parts, at, findings);
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
