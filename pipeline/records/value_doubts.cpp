#include <algorithm>
#include <regex>

#include "pipeline/records/checks.hpp"
#include "pipeline/records/decide.hpp"

namespace carescan::records {
namespace {

using Doubts = std::vector<std::string>;

/// Nobody alive and no form in use is dated outside these years.
constexpr int first_year = 1900, last_year = 2099;

bool matches(const std::string& text, const char* pattern) {
  return std::regex_match(text, std::regex(pattern));
}

void check_date(const std::string& iso, Doubts& doubts) {
  if (!is_calendar_date(iso)) return doubts.push_back("calendar");
  const int year = std::stoi(iso.substr(0, 4));
  if (year < first_year || year > last_year) doubts.push_back("implausible-date");
}

/// https://assets.publishing.service.gov.uk (bulk data transfer, appendix C), without the unit-specific exceptions.
bool is_postcode(const std::string& text) {
  return matches(text,
                 "GIR ?0AA|[A-PR-UWYZ]([0-9]{1,2}|[A-HK-Y][0-9]|[A-HK-Y][0-9][0-9ABEHMNPRV-Y]|[0-9][A-HJKPS-UW]) "
                 "?[0-9][ABD-HJLNP-UW-Z]{2}");
}

/// UK numbers have 10 or 11 digits with the leading zero, or +44 and one less; spaces, hyphens and brackets are free.
bool is_phone(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '-' || c == '(' || c == ')'; });
  return matches(text, "(0|\\+44)[1-9][0-9]{8,9}");
}

void check_text(const Field& field, const std::string& text, Doubts& doubts) {
  if (field.kind == FieldKind::nhs_number && !is_nhs_number(text)) doubts.push_back("checksum");
  if (field.kind == FieldKind::date) check_date(text, doubts);
  if (field.kind == FieldKind::postcode && !is_postcode(text)) doubts.push_back("pattern");
  if (field.kind == FieldKind::phone && !is_phone(text)) doubts.push_back("pattern");
  const auto characters = std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; });  // UTF-8
  if (field.max_length > 0 && characters > field.max_length) doubts.push_back("too-long");
}

}  // namespace

Doubts value_doubts(const Field& field, const RecordField& record) {
  Doubts doubts;
  if (record.state != FieldState::read) return doubts;
  if (const auto* text = std::get_if<std::string>(&record.value)) check_text(field, *text, doubts);
  return doubts;
}

}  // namespace carescan::records
