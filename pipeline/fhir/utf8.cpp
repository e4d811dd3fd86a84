#include "pipeline/fhir/utf8.hpp"

#include <algorithm>
#include <cstddef>

namespace carescan::fhir {
namespace {

/// The number of bytes that must follow a leading byte; -1 where it cannot lead.
int followers(unsigned char lead) {
  if (lead < 0x80) return 0;
  if (lead >= 0xC2 && lead <= 0xDF) return 1;
  if (lead >= 0xE0 && lead <= 0xEF) return 2;
  if (lead >= 0xF0 && lead <= 0xF4) return 3;
  return -1;
}

/// The second byte rules out overlong forms, surrogates and what is above U+10FFFF (RFC 3629 §4).
bool second_fits(unsigned char lead, unsigned char second) {
  switch (lead) {
    case 0xE0:
      return second >= 0xA0;
    case 0xED:
      return second <= 0x9F;
    case 0xF0:
      return second >= 0x90;
    case 0xF4:
      return second <= 0x8F;
    default:
      return true;
  }
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    const auto lead = static_cast<unsigned char>(bytes[at]);
    const int more = followers(lead);
    if (more < 0 || at + static_cast<std::size_t>(more) >= bytes.size()) return false;
    for (int i = 1; i <= more; ++i) {
      const auto next = static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]);
      if ((next & 0xC0) != 0x80 || (i == 1 && !second_fits(lead, next))) return false;
    }
    at += static_cast<std::size_t>(more) + 1;
  }
  return true;
}

bool has_control_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
  });
}

}  // namespace carescan::fhir
