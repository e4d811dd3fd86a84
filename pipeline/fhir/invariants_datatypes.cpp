#include <algorithm>
#include <cmath>
#include <optional>

#include "pipeline/fhir/dates.hpp"
#include "pipeline/fhir/invariants.hpp"

namespace carescan::fhir {
namespace {

constexpr const char* ucum = "http://unitsofmeasure.org";

bool implies(bool condition, bool consequence) {
  return !condition || consequence;
}

std::optional<double> number(const Json& object, std::string_view name) {
  const Json& value = member_of(object, name);
  return value.is_number() ? std::optional(value.get<double>()) : std::nullopt;
}

bool ucum_if_given(const Json& q) {
  return !has(q, "system") || text_of(q, "system") == ucum;
}

bool code_if_value(const Json& q) {
  return !has(q, "value") || has(q, "code");
}

bool code_needs_system(const Json& q) {
  return implies(has(q, "code"), has(q, "system"));
}

bool among(const std::string& word, std::initializer_list<std::string_view> words) {
  for (const std::string_view w : words)
    if (word == w) return true;
  return false;
}

bool is_of_time(const Json& q) {
  const std::string code = text_of(q, "code");
  return code.empty() || text_of(q, "system") != ucum ||
         among(code, {"a", "a_j", "mo", "mo_j", "wk", "d", "h", "min", "s", "ms", "us", "ns"});
}

bool is_of_length(const Json& q) {
  const std::string code = text_of(q, "code");
  return code.empty() || text_of(q, "system") != ucum ||
         among(code, {"m", "dm", "cm", "mm", "um", "nm", "km", "[in_i]", "[ft_i]", "[yd_i]", "[mi_i]", "[nmi_i]"});
}

bool is_age(const Json& q) {
  return is_of_time(q) && code_if_value(q) && ucum_if_given(q) &&
         implies(number(q, "value").has_value(), number(q, "value") > 0.0);
}

bool is_count(const Json& q) {
  const double value = number(q, "value").value_or(0);
  return code_if_value(q) && ucum_if_given(q) && implies(has(q, "code"), text_of(q, "code") == "1") &&
         value == std::floor(value);
}

bool is_duration(const Json& q) {
  return is_of_time(q) && implies(has(q, "code"), text_of(q, "system") == ucum && has(q, "value"));
}

/// Start not after end, as moments where both are; else as far as both say something.
bool starts_before_end(const Json& period) {
  const std::string start = text_of(period, "start"), end = text_of(period, "end");
  if (is_instant(start) && is_instant(end)) return seconds_of(start) <= seconds_of(end);
  const std::size_t said = std::min<std::size_t>({start.size(), end.size(), 10});
  return said == 0 || start.substr(0, said) <= end.substr(0, said);
}

bool low_below_high(const Json& range) {
  const Json &low = member_of(range, "low"), &high = member_of(range, "high");
  const auto from = number(low, "value"), to = number(high, "value");
  return !from || !to || text_of(low, "code") != text_of(high, "code") || *from <= *to;
}

bool whole_ratio(const Json& ratio) {
  const bool top = has(ratio, "numerator"), bottom = has(ratio, "denominator");
  return top == bottom && (top || has(ratio, "extension"));
}

bool offset_has_when(const Json& repeat) {
  if (!has(repeat, "offset")) return true;
  const Json& when = member_of(repeat, "when");
  if (!when.is_array() || when.empty()) return false;
  for (const Json& code : when)
    if (code.is_string() && among(code.get<std::string>(), {"C", "CM", "CD", "CV"})) return false;
  return true;
}

bool fits_trigger_type(const Json& trigger) {
  const std::string type = text_of(trigger, "type");
  return implies(type == "named-event", has(trigger, "name")) &&
         implies(type == "periodic", has_choice(trigger, "timing")) &&
         implies(type.starts_with("data-"), has(trigger, "data"));
}

const std::vector<Invariant> table{
    {"Quantity", "qty-3", "A unit's code needs its system.", code_needs_system},
    {"SimpleQuantity", "qty-3", "A unit's code needs its system.", code_needs_system},
    {"Age", "age-1", "An age is positive, with a UCUM code of time.", is_age},
    {"Count", "cnt-3", "A count is a whole number with the UCUM code 1.", is_count},
    {"Distance", "dis-1", "A distance has a UCUM code of length.",
     [](const Json& q) { return is_of_length(q) && code_if_value(q) && ucum_if_given(q); }},
    {"Duration", "drt-1", "A duration's code is a UCUM code of time and stands beside a value.", is_duration},
    {"Period", "per-1", "A period starts before it ends.", starts_before_end},
    {"Range", "rng-2", "The low end of a range is not above the high end.", low_below_high},
    {"Ratio", "rat-1", "A ratio has numerator and denominator, or neither and an extension.", whole_ratio},
    {"Attachment", "att-1", "Data in an attachment needs its content type.",
     [](const Json& a) { return implies(has(a, "data"), has(a, "contentType")); }},
    {"ContactPoint", "cpt-2", "A contact's value needs its system (phone, email …).",
     [](const Json& c) { return implies(has(c, "value"), has(c, "system")); }},
    {"Expression", "exp-1", "An expression has an expression or a reference to one.",
     [](const Json& e) { return has(e, "expression") || has(e, "reference"); }},
    {"Timing.repeat", "tim-1", "A duration needs its unit.",
     [](const Json& r) { return implies(has(r, "duration"), has(r, "durationUnit")); }},
    {"Timing.repeat", "tim-2", "A period needs its unit.",
     [](const Json& r) { return implies(has(r, "period"), has(r, "periodUnit")); }},
    {"Timing.repeat", "tim-4", "A duration is not negative.",
     [](const Json& r) { return number(r, "duration").value_or(0) >= 0; }},
    {"Timing.repeat", "tim-5", "A period is not negative.",
     [](const Json& r) { return number(r, "period").value_or(0) >= 0; }},
    {"Timing.repeat", "tim-6", "A longest period needs a period.",
     [](const Json& r) { return implies(has(r, "periodMax"), has(r, "period")); }},
    {"Timing.repeat", "tim-7", "A longest duration needs a duration.",
     [](const Json& r) { return implies(has(r, "durationMax"), has(r, "duration")); }},
    {"Timing.repeat", "tim-8", "A highest count needs a count.",
     [](const Json& r) { return implies(has(r, "countMax"), has(r, "count")); }},
    {"Timing.repeat", "tim-9", "An offset needs a moment it counts from, other than a meal.", offset_has_when},
    {"Timing.repeat", "tim-10", "A time of day and a moment of the day exclude each other.",
     [](const Json& r) { return !(has(r, "timeOfDay") && has(r, "when")); }},
    {"DataRequirement.codeFilter", "drq-1", "A filter has a path or a search parameter, not both.",
     [](const Json& f) { return has(f, "path") != has(f, "searchParam"); }},
    {"DataRequirement.dateFilter", "drq-2", "A filter has a path or a search parameter, not both.",
     [](const Json& f) { return has(f, "path") != has(f, "searchParam"); }},
    {"TriggerDefinition", "trd-1", "A trigger has timing or data, not both.",
     [](const Json& t) { return !(has(t, "data") && has_choice(t, "timing")); }},
    {"TriggerDefinition", "trd-2", "A trigger's condition needs data.",
     [](const Json& t) { return implies(has(t, "condition"), has(t, "data")); }},
    {"TriggerDefinition", "trd-3", "A trigger has what its type asks for: name, timing or data.", fits_trigger_type}};

}  // namespace

const std::vector<Invariant>& data_type_invariants() {
  return table;
}

}  // namespace carescan::fhir
