#pragma once

#include <string>
#include <string_view>

namespace carescan::fhir {

/// Whether bytes are well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF).
bool is_utf8(std::string_view bytes);

/// Whether text holds a character FHIR strings may not hold: below U+0020 other than tab, line feed, carriage return.
bool has_control_character(std::string_view text);

}  // namespace carescan::fhir
