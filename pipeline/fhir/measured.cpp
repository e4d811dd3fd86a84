#include "pipeline/fhir/measured.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>

#include "pipeline/fhir/names.hpp"
#include "pipeline/fhir/references.hpp"

namespace carescan::fhir {
namespace {

struct Codes {
  Measure what;
  std::initializer_list<std::string_view> loinc, snomed;
};

const Codes table[] = {{Measure::weight, {"29463-7", "3141-9"}, {"27113001"}},
                       {Measure::height, {"8302-2", "8301-4", "3137-7"}, {"50373000", "248333004", "1153637007"}},
                       {Measure::bmi, {"39156-5"}, {"60621009"}},
                       {Measure::respiration, {"9279-1"}, {"86290005"}},
                       {Measure::spo2, {"2708-6", "59408-5"}, {"431314004", "103228002"}},
                       {Measure::pulse, {"8867-4"}, {"364075005", "78564009"}},
                       {Measure::temperature, {"8310-5"}, {"386725007", "276885007"}},
                       {Measure::systolic, {"8480-6"}, {"271649006", "72313002"}},
                       {Measure::diastolic, {"8462-4"}, {"271650006", "1091811000000102"}},
                       {Measure::acvpu, {}, {"1104441000000107"}},
                       {Measure::oxygen, {}, {"371825009", "722742002", "250774007"}}};

struct Unit {
  Measure what;
  std::string_view code;
  double factor;
};

const Unit units[] = {{Measure::weight, "kg", 1},
                      {Measure::weight, "g", 0.001},
                      {Measure::weight, "[lb_av]", 0.45359237},
                      {Measure::weight, "[stone_av]", 6.35029318},
                      {Measure::height, "m", 1},
                      {Measure::height, "cm", 0.01},
                      {Measure::height, "mm", 0.001},
                      {Measure::height, "[in_i]", 0.0254},
                      {Measure::height, "[ft_i]", 0.3048},
                      {Measure::bmi, "kg/m2", 1},
                      {Measure::respiration, "/min", 1},
                      {Measure::spo2, "%", 1},
                      {Measure::pulse, "/min", 1},
                      {Measure::temperature, "Cel", 1},
                      {Measure::systolic, "mm[Hg]", 1},
                      {Measure::diastolic, "mm[Hg]", 1}};

/// Units that these are measured in now and then, but that nothing is worked out from.
const Unit other_units[] = {{Measure::temperature, "[degF]", 0}, {Measure::temperature, "K", 0},
                            {Measure::systolic, "kPa", 0},       {Measure::diastolic, "kPa", 0},
                            {Measure::weight, "[oz_av]", 0},     {Measure::weight, "mg", 0},
                            {Measure::bmi, "kg.m-2", 0},         {Measure::respiration, "1/min", 0},
                            {Measure::pulse, "1/min", 0},        {Measure::spo2, "1", 0}};

/// Annotations mean nothing to UCUM: {Breaths}/min is /min.
std::string without_annotations(const std::string& unit) {
  std::string out;
  bool inside = false;
  for (const char c : unit) {
    if (c == '{' || c == '}')
      inside = c == '{';
    else if (!inside)
      out += c;
  }
  return out;
}

bool has_code(const Json& coded, std::string_view system, std::string_view code) {
  const Json& codings = member_of(member_of(coded, "code"), "coding");
  return codings.is_array() && std::any_of(codings.begin(), codings.end(), [&](const Json& c) {
           return text_of(c, "system") == system && text_of(c, "code") == code;
         });
}

void add_components(const Json& observation, std::vector<const Json*>& out) {
  const Json& components = member_of(observation, "component");
  if (components.is_array())
    for (const Json& component : components) out.push_back(&component);
}

}  // namespace

bool measures(const Json& coded, Measure what) {
  const auto entry = std::find_if(std::begin(table), std::end(table), [&](const Codes& c) { return c.what == what; });
  const auto any = [&](std::string_view system, const auto& codes) {
    return std::any_of(codes.begin(), codes.end(),
                       [&](std::string_view code) { return has_code(coded, system, code); });
  };
  return any("http://loinc.org", entry->loinc) || any(names::snomed, entry->snomed);
}

bool has_snomed(const Json& coded, std::string_view code) {
  return has_code(coded, names::snomed, code);
}

std::optional<double> number_value(const Json& coded) {
  const Json& quantity = member_of(coded, "valueQuantity");
  const Json& value = quantity.is_object() ? member_of(quantity, "value") : member_of(coded, "valueInteger");
  if (!value.is_number() || has(quantity, "comparator")) return std::nullopt;
  return value.get<double>();
}

std::string unit_of(const Json& coded) {
  const Json& quantity = member_of(coded, "valueQuantity");
  return has(quantity, "code") ? text_of(quantity, "code") : text_of(quantity, "unit");
}

std::optional<double> in_common_unit(const Json& coded, Measure what) {
  const auto number = number_value(coded);
  const std::string unit = without_annotations(unit_of(coded));
  for (const Unit& known : units)
    if (number && known.what == what && known.code == unit) return *number * known.factor;
  return std::nullopt;
}

bool impossible(const Json& coded) {
  struct Limits {
    Measure what;
    double least, most;
  };
  static constexpr Limits limits[] = {
      {Measure::weight, 0.2, 700},    {Measure::height, 0.15, 3},  {Measure::bmi, 4, 250},
      {Measure::respiration, 0, 200}, {Measure::spo2, 0, 100},     {Measure::pulse, 0, 400},
      {Measure::temperature, 8, 50},  {Measure::systolic, 0, 400}, {Measure::diastolic, 0, 350}};
  return std::any_of(std::begin(limits), std::end(limits), [&](const Limits& l) {
    const auto value = measures(coded, l.what) ? in_common_unit(coded, l.what) : std::nullopt;
    return value && (*value < l.least || *value > l.most);
  });
}

bool wrong_unit(const Json& coded) {
  const std::string unit = without_annotations(text_of(member_of(coded, "valueQuantity"), "code"));
  bool mine = false, known = false, measured = false;
  const auto look = [&](const Unit& u) {
    const bool measures_it = measures(coded, u.what);
    measured = measured || measures_it;
    if (u.code == unit) (measures_it ? mine : known) = true;
  };
  std::for_each(std::begin(units), std::end(units), look);
  std::for_each(std::begin(other_units), std::end(other_units), look);
  return measured && known && !mine;
}

std::vector<const Json*> made_from(const Json& observation, const Place& at) {
  std::vector<const Json*> out;
  add_components(observation, out);
  for (const char* link : {"hasMember", "derivedFrom"}) {
    const Json& references = member_of(observation, link);
    if (!references.is_array()) continue;
    for (const Json& reference : references) {
      const Json* target = target_of(text_of(reference, "reference"), at);
      if (target == nullptr || text_of(*target, "resourceType") != "Observation") continue;
      out.push_back(target);
      add_components(*target, out);
    }
  }
  return out;
}

double last_place(double number) {
  double place = 1;
  for (int digits = 0; digits < 6; ++digits, place /= 10)
    if (std::abs(number / place - std::round(number / place)) < 1e-6) return place;
  return place;
}

}  // namespace carescan::fhir
