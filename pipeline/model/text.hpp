#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace carescan {

/// The text without the characters of `around` before and behind it.
std::string trimmed(std::string_view text, std::string_view around = " ");

/// The text with its letters from A to Z made small, or those from a to z made capitals; all other bytes stay.
std::string in_small_letters(std::string text);
std::string in_capitals(std::string text);

/// Fewest bytes to add, drop or replace to get from one text to the other (Levenshtein 1966; Wagner and Fischer 1974).
std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace carescan
