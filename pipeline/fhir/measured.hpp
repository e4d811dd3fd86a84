#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/fhir/place.hpp"

namespace carescan::fhir {

/// What can be measured and what scores are made of, by its codes in LOINC and SNOMED CT.
enum class Measure { weight, height, bmi, respiration, spo2, pulse, temperature, systolic, diastolic, acvpu, oxygen };

/// Whether the `code` of an Observation or component names this.
bool measures(const Json& coded, Measure what);

/// Whether the `code` holds this SNOMED CT code.
bool has_snomed(const Json& coded, std::string_view code);

/// A plain number as value: valueQuantity without comparator, or valueInteger.
std::optional<double> number_value(const Json& coded);

/// The UCUM code (or, without one, the unit in words) of valueQuantity.
std::string unit_of(const Json& coded);

/// Weight in kg, height in m, temperature in °C …; nullopt where unit or number are missing or of no use.
std::optional<double> in_common_unit(const Json& coded, Measure what);

/// Whether no living person has this: a height of 1.58 cm, 101 °C, a saturation above 100 %.
bool impossible(const Json& coded);

/// Whether the unit is one of something else than what the code says is measured (a weight in cm). Units that are not
/// known, and none, are let through.
bool wrong_unit(const Json& coded);

/// The Observations that one is made from: its components, and what hasMember and derivedFrom name in the same Bundle
/// (with their components).
std::vector<const Json*> made_from(const Json& observation, const Place& at);

/// How far a written number may be off when it was rounded to the digits it has: 0.1 for 22.9, 1 for 23.
double last_place(double number);

}  // namespace carescan::fhir
