#include "src/review/office.hpp"

#include <algorithm>
#include <charconv>

#include "src/review/refused.hpp"

namespace carescan::web {
namespace {

bool is_lower_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string Call::asked(const std::string& name) const {
  const auto found = query.find(name);
  if (found == query.end() || found->second.empty()) throw Refused{400, "bad-request", name + " is missing"};
  return found->second;
}

std::string Call::asked(const std::string& name, const std::string& otherwise) const {
  const auto found = query.find(name);
  return found == query.end() ? otherwise : found->second;
}

long Call::number(const std::string& name, long otherwise, long least, long most) const {
  const std::string text = asked(name, std::to_string(otherwise));
  long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size())
    throw Refused{400, "bad-request", name + " is a whole number"};
  return std::clamp(value, least, most);
}

std::string Call::text(const std::string& name) const {
  const auto found = body.find(name);
  if (found == body.end() || !found->is_string()) throw Refused{400, "bad-request", name + " is missing"};
  return found->get<std::string>();
}

bool is_document_id(const std::string& text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (is_hyphen ? text[i] != '-' : !is_lower_hex(text.substr(i, 1))) return false;
  }
  return true;
}

bool is_quarantine_id(const std::string& text) {
  return text.size() > 66 && is_lower_hex(std::string_view(text).substr(0, 64)) && text.compare(64, 2, "-p") == 0 &&
         text.size() <= 72 && is_digits(std::string_view(text).substr(66));
}

bool is_page_number(const std::string& text) {
  return is_digits(text) && text.size() <= 4 && text.front() != '0';
}

}  // namespace carescan::web
