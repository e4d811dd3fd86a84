#include <algorithm>
#include <array>
#include <regex>

#include "pipeline/model/text.hpp"
#include "pipeline/reading/writing.hpp"

namespace carescan::reading {
namespace {

void illegible(Reading& reading, const std::string& reason) {
  reading.state = FieldState::illegible;
  reading.value = std::monostate{};
  add_reason(reading.reasons, reason);
}

std::string without(std::string text, const std::string& characters) {
  std::erase_if(text, [&](char c) { return characters.find(c) != std::string::npos; });
  return text;
}

bool all_digits(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

/// Whether the form's own rules let the field's date lie in this year. Rules that name another field say nothing here.
bool may_lie_in(const Field& field, const std::string& year) {
  static const std::regex iso("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  return std::ranges::all_of(field.rules, [&](const FieldRule& rule) {
    if (!std::regex_match(rule.argument, iso)) return true;
    const std::string limit = rule.argument.substr(0, 4);
    return rule.rule == "not_before" ? year >= limit : rule.rule != "not_after" || year <= limit;
  });
}

/// Without a clock two digits cannot be placed by "today". Where the form's rules leave one century it is that one;
/// else 50 to 99 are 19xx, the rest 20xx, and a person is asked.
std::string four_digit_year(const Field& field, const std::string& year, Reading& reading) {
  if (year.size() != 2) return year;
  const bool old = may_lie_in(field, "19" + year), recent = may_lie_in(field, "20" + year);
  if (old != recent) return (old ? "19" : "20") + year;
  add_reason(reading.reasons, "two-digit-year");
  return (year >= "50" ? "19" : "20") + year;
}

/// Day, month and year as digits, each empty where the layout has none.
struct DateParts {
  std::string day, month, year;
};

std::string iso(const DateParts& parts) {
  const auto two = [](const std::string& s) { return s.size() == 1 ? "0" + s : s; };
  std::string out = parts.year;
  if (!parts.month.empty()) out += "-" + two(parts.month);
  if (!parts.day.empty()) out += "-" + two(parts.day);
  return out;
}

DateParts parts_of(const std::string& layout, const std::string& cells) {
  DateParts parts;
  for (std::size_t i = 0; i < layout.size(); ++i)
    (layout[i] == 'D' ? parts.day : layout[i] == 'M' ? parts.month : parts.year) += cells[i];
  return parts;
}

void set_date_cells(const Field& field, const std::string& cells, Reading& reading) {
  const std::string layout = layout_of(field);
  if (cells.find(' ') != std::string::npos) return illegible(reading, "incomplete");
  if (cells.size() != layout.size() || !all_digits(cells)) return illegible(reading, "not-a-date");
  DateParts parts = parts_of(layout, cells);
  parts.year = four_digit_year(field, parts.year, reading);
  reading.value = iso(parts);
}

/// "03" for March, mar or MAR.; empty for what is no month.
std::string month_of(const std::string& name) {
  static const std::array<std::string, 12> months{"january",   "february", "march",    "april",
                                                  "may",       "june",     "july",     "august",
                                                  "september", "october",  "november", "december"};
  const std::string small = in_small_letters(name), word = small == "sept" ? "sep" : small;
  for (std::size_t i = 0; i < months.size(); ++i)
    if (word == months[i] || word == months[i].substr(0, 3)) return (i < 9 ? "0" : "") + std::to_string(i + 1);
  return {};
}

/// Day before month, as the United Kingdom writes; the month in figures or by its name.
void set_date_text(const Field& field, Reading& reading) {
  static const std::regex figures("([0-9]{1,2})[-/. ]+([0-9]{1,2})[-/. ]+([0-9]{4}|[0-9]{2})");
  static const std::regex named("([0-9]{1,2})(?:st|nd|rd|th)?[-/. ]*([A-Za-z]{3,9})[-/., ]*([0-9]{4}|[0-9]{2})");
  std::smatch found;
  const std::string text = trimmed(reading.text);
  if (std::regex_match(text, found, figures)) {
    reading.value = iso({found[1], found[2], four_digit_year(field, found[3], reading)});
    return;
  }
  const std::string month = std::regex_match(text, found, named) ? month_of(found[2]) : "";
  if (month.empty()) return illegible(reading, "not-a-date");
  reading.value = iso({found[1], month, four_digit_year(field, found[3], reading)});
}

void set_number_cells(const Field& field, const std::string& cells, Reading& reading) {
  const auto decimals = static_cast<std::size_t>(field.decimals);
  if (decimals >= cells.size()) return illegible(reading, "not-a-number");
  const std::string whole = trimmed(cells.substr(0, cells.size() - decimals));
  const std::string part = cells.substr(cells.size() - decimals);
  const bool no_part = trimmed(part).empty();
  if (whole.find(' ') != std::string::npos || (!no_part && part.find(' ') != std::string::npos))
    return illegible(reading, "incomplete");
  if (!all_digits(whole) || (!no_part && !all_digits(part))) return illegible(reading, "not-a-number");
  reading.text = whole + (no_part ? "" : "." + part);
  reading.value = std::stod(reading.text);
}

/// "1,500" is fifteen hundred or one and a half, "72 5" has lost its point or its sense: neither is guessed at.
void set_number_text(Reading& reading) {
  std::string text = trimmed(reading.text);
  if (std::regex_search(text, std::regex("[0-9],[0-9]{3}(,|$)|[0-9] +[0-9]")))
    return illegible(reading, "not-a-number");
  text = without(text, " ");
  std::ranges::replace(text, ',', '.');
  if (!std::regex_match(text, std::regex("-?[0-9]{1,9}(\\.[0-9]{1,6})?"))) return illegible(reading, "not-a-number");
  reading.value = std::stod(text);
}

/// One space before the last three characters, as the post office writes.
std::string postcode(const std::string& text) {
  const std::string out = in_capitals(without(text, " "));
  return out.size() > 4 ? out.substr(0, out.size() - 3) + " " + out.substr(out.size() - 3) : out;
}

}  // namespace

std::string layout_of(const Field& field) {
  if (!field.layout.empty()) return field.layout;
  return field.cells.size() == 6 ? "DDMMYY" : "DDMMYYYY";
}

void set_value(const Field& field, const std::string& cells, Reading& reading) {
  if (!cells.empty()) reading.text = trimmed(cells);
  if (reading.text.empty() || reading.text.find('?') != std::string::npos) return illegible(reading, "no-characters");
  switch (field.kind) {
    case FieldKind::date:
      return cells.empty() ? set_date_text(field, reading) : set_date_cells(field, cells, reading);
    case FieldKind::number:
      return cells.empty() ? set_number_text(reading) : set_number_cells(field, cells, reading);
    case FieldKind::postcode:
      reading.value = postcode(reading.text);
      break;
    case FieldKind::nhs_number:
      if (!cells.empty() && cells.find(' ') != std::string::npos) return illegible(reading, "incomplete");
      reading.value = without(reading.text, " ");
      break;
    default:
      reading.value = reading.text;
  }
}

}  // namespace carescan::reading
