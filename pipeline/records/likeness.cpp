#include "pipeline/records/likeness.hpp"

#include <algorithm>

#include "pipeline/model/text.hpp"

namespace carescan::records {

std::string letters(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
    if (c >= 'A' && c <= 'Z') out += static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

double likeness(const std::string& a, const std::string& b) {
  return 1.0 - static_cast<double>(edit_distance(a, b)) / static_cast<double>(std::max(a.size(), b.size()));
}

}  // namespace carescan::records
