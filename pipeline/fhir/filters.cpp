#include "pipeline/fhir/filters.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <map>
#include <set>
#include <sstream>

#include "pipeline/fhir/dates.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/records/decide.hpp"

namespace carescan::fhir {
namespace {

using Answer = std::optional<Json>;

/// A value as text: strings as they are, numbers and yes/no as JSON writes them.
std::string text_from(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

std::string mapped(std::string text, int (*change)(int)) {
  for (char& c : text) c = static_cast<char>(change(static_cast<unsigned char>(c)));
  return text;
}

std::string without_spaces(const std::string& text) {
  std::string out;
  std::copy_if(text.begin(), text.end(), std::back_inserter(out), [](char c) { return c != ' '; });
  return out;
}

Answer unless_empty(const std::string& text) {
  return text.empty() ? Answer() : Answer(text);
}

Answer nhs_number(const Json& value) {
  const std::string digits = without_spaces(text_from(value));
  return records::is_nhs_number(digits) ? Answer(digits) : Answer();
}

Answer date(const Json& value) {
  return is_partial_date(text_from(value)) ? Answer(value) : Answer();
}

/// Upper case with one space before the last three characters (the inward code).
Answer postcode(const Json& value) {
  const std::string code = mapped(without_spaces(text_from(value)), std::toupper);
  if (code.size() < 5 || code.size() > 7) return unless_empty(code);
  return code.substr(0, code.size() - 3) + " " + code.substr(code.size() - 3);
}

/// Words, or lines: parts that become array items of their own.
Answer split(const Json& value, const std::string& at) {
  Json parts = Json::array();
  std::string part;
  for (const char c : text_from(value) + at.front()) {
    if (at.find(c) == std::string::npos) {
      part += c;
      continue;
    }
    const std::size_t first = part.find_first_not_of(' ');
    if (first != std::string::npos) parts.push_back(part.substr(first, part.find_last_not_of(' ') - first + 1));
    part.clear();
  }
  return parts.empty() ? Answer() : Answer(parts);
}

/// map:F=female,M=male
Answer by_map(const Json& value, const std::string& pairs) {
  const std::string text = text_from(value);
  std::istringstream in(pairs);
  for (std::string pair; std::getline(in, pair, ',');) {
    const std::size_t equals = pair.find('=');
    if (equals != std::string::npos && pair.substr(0, equals) == text) return unless_empty(pair.substr(equals + 1));
  }
  return std::nullopt;
}

Answer label(const Json& value, const Field* field) {
  if (field == nullptr) return std::nullopt;
  for (const Option& option : field->options)
    if (option.code == text_from(value)) return unless_empty(option.label);
  return std::nullopt;
}

/// "2" as 2: codes of a scale stand in a quantity as numbers.
Answer number(const Json& value) {
  const std::string text = text_from(value);
  double found = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), found);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return std::floor(found) == found && std::abs(found) < 1e9 ? Json(static_cast<long long>(found)) : Json(found);
}

/// is:yes: true for that code, or where it is among several.
Answer is(const Json& value, const std::string& code) {
  if (!value.is_array()) return text_from(value) == code ? Answer(true) : Answer();
  return std::find(value.begin(), value.end(), Json(code)) == value.end() ? Answer() : Answer(true);
}

/// A date, or a date and a time as combs give it ("2026-03-01 0745"), as FHIR dateTime. A time that no day has is left
/// away; four digits alone are a time whose date was left blank, and no year.
Answer moment(const Json& value) {
  const std::string text = text_from(value), day = text.substr(0, 10);
  if (day.size() < 7 || !is_partial_date(day)) return std::nullopt;
  std::string digits;
  std::copy_if(text.begin() + static_cast<long>(day.size()), text.end(), std::back_inserter(digits),
               [](char c) { return c >= '0' && c <= '9'; });
  const std::string hours = digits.substr(0, std::min<std::size_t>(2, digits.size()));
  const std::string time = digits.size() == 4 ? hours + ":" + digits.substr(2) + ":00" : "";
  return Answer(is_time(time) && day.size() == 10 ? day + "T" + time + london_offset(day, std::stoi(hours)) : day);
}

using Filter = Answer (*)(const Json& value, const std::string& argument, const Field* field);

const std::map<std::string, Filter>& filters() {
  static const std::map<std::string, Filter> table{
      {"required", [](const Json& v, const std::string&, const Field*) { return Answer(v); }},
      {"if_known", [](const Json& v, const std::string&, const Field*) { return Answer(v); }},
      {"none", [](const Json& v, const std::string&, const Field*) { return Answer(v); }},
      {"is", [](const Json& v, const std::string& code, const Field*) { return is(v, code); }},
      {"moment", [](const Json& v, const std::string&, const Field*) { return moment(v); }},
      {"code", [](const Json& v, const std::string&, const Field*) { return unless_empty(text_from(v)); }},
      {"number", [](const Json& v, const std::string&, const Field*) { return number(v); }},
      {"nhs_number", [](const Json& v, const std::string&, const Field*) { return nhs_number(v); }},
      {"date", [](const Json& v, const std::string&, const Field*) { return date(v); }},
      {"postcode", [](const Json& v, const std::string&, const Field*) { return postcode(v); }},
      {"phone", [](const Json& v, const std::string&, const Field*) { return unless_empty(text_from(v)); }},
      {"text", [](const Json& v, const std::string&, const Field*) { return unless_empty(text_from(v)); }},
      {"upper",
       [](const Json& v, const std::string&, const Field*) { return Answer(mapped(text_from(v), std::toupper)); }},
      {"lower",
       [](const Json& v, const std::string&, const Field*) { return Answer(mapped(text_from(v), std::tolower)); }},
      {"words", [](const Json& v, const std::string&, const Field*) { return split(v, " \n"); }},
      {"lines", [](const Json& v, const std::string&, const Field*) { return split(v, "\n,"); }},
      {"map", [](const Json& v, const std::string& pairs, const Field*) { return by_map(v, pairs); }},
      {"label", [](const Json& v, const std::string&, const Field* field) { return label(v, field); }}};
  return table;
}

/// A filter over each of several codes; those without a value fall away.
Answer over_each(Filter filter, const Json& values, const std::string& argument, const Field* field) {
  Json out = Json::array();
  for (const Json& value : values)
    if (const Answer answer = filter(value, argument, field)) out.push_back(*answer);
  return out.empty() ? Answer() : Answer(out);
}

}  // namespace

std::optional<Json> apply_filter(const std::string& filter, const Json& value, const Field* field) {
  const std::size_t colon = filter.find(':');
  const auto known = filters().find(filter.substr(0, colon));
  if (known == filters().end())
    throw Failure{"template-mapping", "form.json",
                  "the fhir part uses the filter \"" + filter + "\", which carescan does not know",
                  "docs/template-format.md lists the filters"};
  const std::string argument = colon == std::string::npos ? "" : filter.substr(colon + 1);
  static const std::set<std::string> of_all{"required", "if_known", "none", "is"};
  if (value.is_array() && !of_all.contains(known->first)) return over_each(known->second, value, argument, field);
  return known->second(value, argument, field);
}

}  // namespace carescan::fhir
