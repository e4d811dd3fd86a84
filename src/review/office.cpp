#include "src/review/office.hpp"

#include <algorithm>

namespace carescan::web {
namespace {

bool is_lower_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

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
