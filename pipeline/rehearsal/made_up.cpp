#include "pipeline/rehearsal/made_up.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>

namespace carescan::rehearsal {

std::string iso_date(int day) {
  using namespace std::chrono;
  const year_month_day date{sys_days{2026y / January / 1} + days{day}};
  return fmt::format("{:04}-{:02}-{:02}", int{date.year()}, unsigned{date.month()}, unsigned{date.day()});
}

int day_of(const std::string& iso) {
  using namespace std::chrono;
  const year_month_day date{year{std::stoi(iso)}, month{static_cast<unsigned>(std::stoul(iso.substr(5)))},
                            day{static_cast<unsigned>(std::stoul(iso.substr(8)))}};
  return static_cast<int>((sys_days{date} - sys_days{2026y / January / 1}).count());
}

// Weights 10 … 2 over the first nine digits; 11 − remainder is the check digit, 11 means 0, and 10 is not issued.
std::string made_up_nhs_number(Chance& chance) {
  while (true) {
    const std::string digits = "999" + fmt::format("{:06}", chance.integer(0, 999999));
    int sum = 0;
    for (int i = 0; i < 9; ++i) sum += (digits[static_cast<std::size_t>(i)] - '0') * (10 - i);
    const int check = 11 - sum % 11;
    if (check != 10) return digits + std::to_string(check % 11);
  }
}

// https://www.ofcom.org.uk: "Telephone numbers for drama use": the last three digits are free in each range.
std::string made_up_phone(Chance& chance) {
  static const std::vector<std::string> ranges{"07700900", "07700900", "02079460", "01134960", "01144960", "01154960",
                                               "01164960", "01174960", "01184960", "01214960", "01314960", "01414960",
                                               "01514960", "01614960", "01914980", "01632960", "02890180", "02920180"};
  return chance.pick(ranges) + fmt::format("{:03}", chance.integer(0, 999));
}

std::string made_up_postcode(Chance& chance) {
  static const std::vector<std::string> areas{"AB", "BA", "BS", "CF", "DE", "EX", "GL", "HU", "LE", "LS", "M",
                                              "NE", "NG", "OX", "PL", "S",  "SO", "TA", "WF", "YO", "B",  "L"};
  static const std::string inward = "ABDEFGHJLNPQRSTUWXYZ";  // no C I K M O V in the second half
  const auto letter = [&] { return inward[static_cast<std::size_t>(chance.integer(0, 19))]; };
  const std::string area = chance.pick(areas);
  const int district = chance.integer(1, 29), sector = chance.integer(0, 9);
  const char first = letter(), second = letter();
  return fmt::format("{}{} {}{}{}", area, district, sector, first, second);
}

std::string made_up_street(Chance& chance) {
  static const std::vector<std::string> names{"Orchard", "Station", "Church", "Mill",   "Park",  "Victoria", "Green",
                                              "Manor",   "School",  "Bridge", "Grange", "Queen", "Albert",   "Chapel",
                                              "Hazel",   "Meadow",  "North",  "Spring", "Elm",   "Willow"};
  static const std::vector<std::string> kinds{"Road", "Street", "Lane", "Avenue", "Close", "Drive", "Gardens"};
  const int number = chance.integer(1, 148);
  const std::string name = chance.pick(names);
  return fmt::format("{} {} {}", number, name, chance.pick(kinds));
}

}  // namespace carescan::rehearsal
