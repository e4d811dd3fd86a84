#pragma once

#include <string>
#include <string_view>

namespace carescan {

/// The text without the characters of `around` before and behind it.
std::string trimmed(std::string_view text, std::string_view around = " ");

/// The text with its letters from A to Z made small, or those from a to z made capitals; all other bytes stay.
std::string in_small_letters(std::string text);
std::string in_capitals(std::string text);

}  // namespace carescan
