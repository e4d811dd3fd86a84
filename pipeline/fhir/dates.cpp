#include "pipeline/fhir/dates.hpp"

#include <chrono>
#include <cstddef>

namespace carescan::fhir {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// `count` digits at `at` as a number; -1 where there are not that many.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (!is_digit(text[i])) return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

bool between(int value, int low, int high) {
  return value >= low && value <= high;
}

int days_in(int year, int month) {
  static constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : days[month - 1];
}

bool is_zone(std::string_view text) {
  if (text == "Z") return true;
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return false;
  const int hours = digits(text, 1, 2), minutes = digits(text, 4, 2);
  return (between(hours, 0, 13) && between(minutes, 0, 59)) || (hours == 14 && minutes == 0);
}

}  // namespace

bool is_partial_date(std::string_view text) {
  const int year = digits(text, 0, 4);
  if (year < 1) return false;
  if (text.size() == 4) return true;
  const int month = digits(text, 5, 2);
  if (text[4] != '-' || !between(month, 1, 12)) return false;
  if (text.size() == 7) return true;
  return text.size() == 10 && text[7] == '-' && between(digits(text, 8, 2), 1, days_in(year, month));
}

bool is_time(std::string_view text) {
  if (text.size() < 8 || text[2] != ':' || text[5] != ':') return false;
  if (!between(digits(text, 0, 2), 0, 23) || !between(digits(text, 3, 2), 0, 59) || !between(digits(text, 6, 2), 0, 60))
    return false;
  if (text.size() == 8) return true;
  if (text[8] != '.' || text.size() == 9) return false;
  for (const char c : text.substr(9))
    if (!is_digit(c)) return false;
  return true;
}

bool is_instant(std::string_view text) {
  if (text.size() < 20 || text[10] != 'T' || !is_partial_date(text.substr(0, 10))) return false;
  const std::size_t zone = text.find_first_of("Z+-", 11);
  return zone != std::string_view::npos && is_time(text.substr(11, zone - 11)) && is_zone(text.substr(zone));
}

long long seconds_of(std::string_view text) {
  using namespace std::chrono;
  const year_month_day day{year(digits(text, 0, 4)), month(static_cast<unsigned>(digits(text, 5, 2))),
                           std::chrono::day(static_cast<unsigned>(digits(text, 8, 2)))};
  long long seconds = sys_days(day).time_since_epoch().count() * 86400LL + digits(text, 11, 2) * 3600LL +
                      digits(text, 14, 2) * 60LL + digits(text, 17, 2);
  const std::string_view zone = text.substr(text.find_first_of("Z+-", 11));
  if (zone != "Z") seconds -= (zone[0] == '-' ? -1 : 1) * (digits(zone, 1, 2) * 3600LL + digits(zone, 4, 2) * 60LL);
  return seconds;
}

std::string london_offset(std::string_view text, int hour) {
  using namespace std::chrono;
  const year of(digits(text, 0, 4));
  const sys_days day(of / month(static_cast<unsigned>(digits(text, 5, 2))) /
                     std::chrono::day(static_cast<unsigned>(digits(text, 8, 2))));
  const sys_days begins(of / March / Sunday[last]), ends(of / October / Sunday[last]);
  const bool summer = (day > begins && day < ends) || (day == begins && hour >= 1) || (day == ends && hour < 2);
  return summer ? "+01:00" : "+00:00";
}

bool is_date_time(std::string_view text) {
  return is_partial_date(text) || is_instant(text);
}

}  // namespace carescan::fhir
