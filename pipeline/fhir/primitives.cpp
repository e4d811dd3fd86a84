#include "pipeline/fhir/primitives.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>

#include "pipeline/fhir/dates.hpp"
#include "pipeline/fhir/utf8.hpp"

namespace carescan::fhir {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

bool has_space(std::string_view text) {
  return std::any_of(text.begin(), text.end(), is_space);
}

/// Words parted by single spaces, none at either end.
bool is_code(std::string_view text) {
  if (text.empty() || is_space(text.front()) || is_space(text.back())) return false;
  return std::adjacent_find(text.begin(), text.end(), [](char a, char b) { return is_space(a) && is_space(b); }) ==
         text.end();
}

/// urn:oid: and numbers parted by dots, the first 0 to 2, none with a leading zero.
bool is_oid_urn(std::string_view text) {
  if (!text.starts_with("urn:oid:")) return false;
  text.remove_prefix(8);
  if (text.size() < 3 || text[0] < '0' || text[0] > '2' || text[1] != '.') return false;
  std::size_t length = 1;
  char first = text[0];
  for (const char c : text.substr(1)) {
    if (c != '.' && !is_digit(c)) return false;
    if (c == '.' ? length == 0 : (length > 0 && first == '0')) return false;
    if (c != '.' && length == 0) first = c;
    length = c == '.' ? 0 : length + 1;
  }
  return length > 0;
}

/// What a text primitive must look like, and the sentence for one that does not.
struct Shape {
  bool (*fits)(std::string_view);
  const char* sentence;
};

bool is_uri(std::string_view text) {
  if (text.empty() || has_space(text)) return false;
  if (text.starts_with("urn:uuid:")) return is_uuid_urn(text);
  return !text.starts_with("urn:oid:") || is_oid_urn(text);
}
/// Absolute, or a #fragment of the resource around; Type/id is let through here (is_relative_canonical).
bool is_canonical(std::string_view text) {
  return is_uri(text) &&
         (text.front() == '#' || is_absolute_uri(text.substr(0, text.find('|'))) || is_relative_canonical(text));
}
/// At most 1,048,576 characters (1 MB).
bool is_text(std::string_view text) {
  constexpr long most = 1024 * 1024;
  return !text.empty() && std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }) <= most;
}
bool is_base64(std::string_view text) {
  return base64_size(text) >= 0;
}

const std::map<std::string, Shape>& shapes() {
  static const std::map<std::string, Shape> table{
      {"string", {is_text, "A text has 1 to 1,048,576 characters; leave an empty one out."}},
      {"markdown", {is_text, "A text has 1 to 1,048,576 characters; leave an empty one out."}},
      {"xhtml", {is_text, "An empty narrative; leave the element out instead."}},
      {"code", {is_code, "A code has no space at either end and no two in a row."}},
      {"id", {is_id, "An id has 1 to 64 letters, digits, hyphens and dots."}},
      {"uri", {is_uri, "A URI is not empty, has no white space, and after urn:uuid: or urn:oid: is a UUID or an OID."}},
      {"url", {is_uri, "A URL is not empty and has no white space."}},
      {"canonical", {is_canonical, "A canonical URL is absolute and has no white space."}},
      {"uuid", {is_uuid_urn, "A UUID is written urn:uuid: and 32 lower-case hex digits with hyphens."}},
      {"oid", {is_oid_urn, "An OID is written urn:oid: and numbers parted by dots."}},
      {"base64Binary", {is_base64, "This is not base64."}},
      {"date", {is_partial_date, "A date is YYYY, YYYY-MM or YYYY-MM-DD, and a day of the calendar."}},
      {"dateTime", {is_date_time, "A dateTime is a date of the calendar, or one with time to the second and zone."}},
      {"instant", {is_instant, "An instant is a day of the calendar with time to the second and zone."}},
      {"time", {is_time, "A time is hh:mm:ss."}}};
  return table;
}

bool is_whole(const Json& value, std::int64_t least) {
  if (!value.is_number_integer()) return false;
  constexpr std::int64_t most = 2147483647;
  if (value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(most)) return false;
  return value.get<std::int64_t>() >= least && value.get<std::int64_t>() <= most;
}

std::string number_problem(const std::string& type, const Json& value) {
  if (type == "decimal") return value.is_number() ? "" : "This must be a number.";
  if (type == "positiveInt") return is_whole(value, 1) ? "" : "This must be a whole number, 1 or more.";
  if (type == "unsignedInt") return is_whole(value, 0) ? "" : "This must be a whole number, 0 or more.";
  return is_whole(value, -2147483647 - 1) ? "" : "This must be a whole number of at most 32 bits.";
}

}  // namespace

bool is_absolute_uri(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size() || has_space(text)) return false;
  const std::string_view scheme = text.substr(0, colon);
  return is_letter(scheme[0]) && std::all_of(scheme.begin(), scheme.end(), [](char c) {
           return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
         });
}

bool is_relative_canonical(std::string_view text) {
  const std::size_t slash = text.find('/');
  return slash != std::string_view::npos && slash > 0 && text[0] >= 'A' && text[0] <= 'Z' &&
         is_id(text.substr(slash + 1, text.substr(slash + 1).find('|'))) &&
         std::all_of(text.begin(), text.begin() + static_cast<long>(slash), is_letter);
}

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '-' || c == '.';
  });
}

bool is_uuid_urn(std::string_view text) {
  if (!text.starts_with("urn:uuid:") || text.size() != 45) return false;
  text.remove_prefix(9);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (hyphen ? text[i] != '-' : !(is_digit(text[i]) || (text[i] >= 'a' && text[i] <= 'f'))) return false;
  }
  return true;
}

long base64_size(std::string_view text) {
  long characters = 0, padding = 0;
  for (const char c : text) {
    if (is_space(c)) continue;
    if (c != '=' && !is_letter(c) && !is_digit(c) && c != '+' && c != '/') return -1;
    if (padding > 0 && c != '=') return -1;
    padding += c == '=' ? 1 : 0;
    ++characters;
  }
  return characters == 0 || characters % 4 != 0 || padding > 2 ? -1 : characters / 4 * 3 - padding;
}

std::string base64_decoded(std::string_view text) {
  static constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  unsigned bits = 0, count = 0;
  for (const char c : text) {
    const std::size_t digit = digits.find(c);
    if (digit == std::string_view::npos) continue;  // white space, padding
    bits = (bits << 6U) | static_cast<unsigned>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>((bits >> count) & 0xFFU);
  }
  return out;
}

std::string primitive_problem(const std::string& type, const Json& value) {
  if (type == "boolean") return value.is_boolean() ? "" : "This must be true or false.";
  const auto shape = shapes().find(type);
  if (shape == shapes().end()) return number_problem(type, value);
  if (!value.is_string()) return "This must be a text in quotation marks.";
  const auto& text = value.get_ref<const std::string&>();
  if (has_control_character(text)) return "The text holds a control character.";
  return shape->second.fits(text) ? "" : shape->second.sentence;
}

}  // namespace carescan::fhir
