#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/fhir/measured.hpp"

namespace carescan::fhir {

using Parts = std::vector<const Json*>;

/// SNOMED CT: total score of NEWS2.
inline constexpr std::string_view news2_total = "1104051000000101";

/// Whether an Observation or component is a NEWS2 score of one vital sign, as UK Core's EarlyWarningSubScore lists
/// them.
bool is_news2_part(const Json& coded);

/// Whether an Observation names itself the Malnutrition Universal Screening Tool.
bool is_must(const Json& observation);

/// Whether a value is points: {ScoreOf}, {score}, or the number 1 of something called points.
bool counts_points(const Json& coded);

/// The one measurement of its kind, in the units of in_common_unit; nullopt where there is none or more than one.
std::optional<double> only(const Parts& parts, Measure what);

/// NEWS2: points and totals in their ranges, a total that fits the vital signs it was made from.
void check_news2(const Json& coded, const Parts& parts, const Place& at, std::vector<Finding>& findings);

/// MUST: its steps are 0 to 2 points, and those of body mass index and weight loss follow from what stands beside them.
void check_must(const Json& observation, const Parts& parts, const Place& at, std::vector<Finding>& findings);

/// A body mass index, as Observation or component, fits weight and height.
void check_bmi(const Json& observation, const Parts& parts, const Place& at, std::vector<Finding>& findings);

}  // namespace carescan::fhir
