#include "pipeline/batch/deidentify.hpp"

#include <fmt/format.h>

#include <chrono>
#include <regex>
#include <sstream>

#include "pipeline/model/failure.hpp"
#include "pipeline/records/decide.hpp"
#include "pipeline/records/hmac.hpp"

namespace carescan::batch {
namespace {

std::chrono::year_month_day day_of(const std::string& iso) {
  using namespace std::chrono;
  return year(std::stoi(iso.substr(0, 4))) / std::stoi(iso.substr(5, 2)) / std::stoi(iso.substr(8, 2));
}

std::string without_gaps(const std::string& line) {
  std::string digits;
  for (const char c : line)
    if (c != ' ' && c != '-' && c != '\t' && c != '\r') digits += c;
  return digits;
}

}  // namespace

std::string Pseudonyms::name(const std::string& what) const {
  return records::hmac_sha256_hex(key_, what).substr(0, 32);
}

int Pseudonyms::days_back(const std::string& who) const {
  const std::string hex = records::hmac_sha256_hex(key_, "days|" + who).substr(0, 15);
  return 1 + static_cast<int>(std::stoull(hex, nullptr, 16) % 365);
}

std::string days_earlier(const std::string& iso, int days) {
  using namespace std::chrono;
  const year_month_day day{sys_days(day_of(iso)) - std::chrono::days(days)};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()));
}

std::string age_group(const std::string& born, const std::string& on) {
  if (on < born) return "";
  const bool before_birthday = on.substr(5) < born.substr(5);
  const int years = std::stoi(on.substr(0, 4)) - std::stoi(born.substr(0, 4)) - (before_birthday ? 1 : 0);
  if (years > 120) return "";
  return years > 89 ? "90+" : std::to_string(years);
}

std::string postcode_area(const std::string& postcode) {
  static const std::regex shape("([A-Z]{1,2})[0-9][0-9A-Z]? ?[0-9][A-Z]{2}");
  std::smatch parts;
  return std::regex_match(postcode, parts, shape) ? parts[1].str() : "";
}

std::set<std::string> opted_out(const std::string& lines, const std::string& file) {
  std::set<std::string> numbers;
  std::istringstream in(lines);
  int at = 0;
  for (std::string line; std::getline(in, line);) {
    ++at;
    const std::string digits = without_gaps(line);
    if (digits.empty() || digits[0] == '#') continue;
    if (!records::is_nhs_number(digits))
      throw Failure{"opt-out-invalid", file, fmt::format("line {} is no valid NHS number", at),
                    "put one NHS number on a line, and nothing else"};
    numbers.insert(digits);
  }
  return numbers;
}

}  // namespace carescan::batch
